// A slug is suggested as suggest_slug of relations/models/fields.py does: what stands between two words is a
// hyphen. Django's own script drops it, and has Latin letters for those of other scripts.
"use strict";
{
  const withinWords =
    /['’‘ʼ`´\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]|(?<=(?<![\p{L}\p{N}])\p{L})\.(?=\p{L}(?![\p{L}\p{N}]))|(?<=\p{N}),(?=\p{N}{3}(?![\p{L}\p{N}]))/gu;
  const betweenWords = /[^\p{L}\p{M}\p{N}\s]/gu;
  const urlify = window.URLify;
  if (urlify) {
    window.URLify = (text, ...rest) => {
      const words = text.replace(withinWords, "").normalize("NFKC");
      return urlify(words.replaceAll("+", " plus ").replace(betweenWords, " "), ...rest);
    };
  }
}
