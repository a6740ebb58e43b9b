// What a reader takes from a claim: a button that copies its link, and one that copies the words selected in it
// with their citation. Without this file there is the link itself.
const status = document.querySelector("[data-claims]");
const offer = makeButton(status.dataset.copyWords);
let quotation = "";
let isOfferHeld = false;
let waiting = 0;

if (navigator.clipboard) {
  document.querySelectorAll(".claim-links").forEach(addLinkButton);
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(showOffer, 200); // when the selection has stopped growing
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") offer.remove();
    // From text that is selected the next stop is the offer; a browser may begin at the top of the page.
    if (event.key === "Tab" && !event.shiftKey && document.activeElement.contains(offer) && document.activeElement !== offer) {
      event.preventDefault();
      offer.focus();
    }
  });
  // What is selected stays so while the button is clicked; a finger takes it away before.
  offer.addEventListener("mousedown", (event) => event.preventDefault());
  offer.addEventListener("pointerdown", () => (isOfferHeld = true));
  document.addEventListener("pointerup", () => setTimeout(() => (isOfferHeld = false), 500));
  offer.addEventListener("click", () => copy(quotation, status.dataset.wordsCopied));
  offer.addEventListener("blur", showOffer);
}

function makeButton(label) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  return button;
}

function addLinkButton(links) {
  const button = makeButton(status.dataset.copyLink);
  const { href } = links.querySelector("a");
  button.addEventListener("click", () => copy(href, status.dataset.linkCopied));
  links.querySelector("a").after(" ", button);
}

async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    said = status.dataset.refused;
  }
  status.textContent = said;
  clearTimeout(status.timeout);
  status.timeout = setTimeout(() => (status.textContent = ""), 6000);
}

// Behind the text of the claim, so that it comes next by keyboard too.
function showOffer() {
  const found = selectedClaim();
  if (found) {
    quotation = quote(found.words, found.text.closest(".claim"));
    if (offer.previousElementSibling !== found.text) found.text.after(offer);
  } else if (!isOfferHeld && document.activeElement !== offer) {
    offer.remove();
  }
}

// The selected words and the text of the claim that has all of them.
function selectedClaim() {
  const selection = getSelection();
  if (selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const start = range.startContainer;
  const text = (start.closest ? start : start.parentElement)?.closest(".claim[id] .claim-text");
  if (!text) return null;
  // A whole paragraph is selected up to the beginning of what follows it.
  if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
  const words = singleLine(selection.toString());
  return words && words.replaceAll(" ", "") === range.toString().replace(/\s+/g, "") ? { words, text } : null;
}

function quote(words, claim) {
  const parts = {
    words,
    work: status.dataset.work,
    claim: headerParts(claim).join(", "),
    sources: texts(claim, ".claim-sources li a").join("; "),
    address: `${status.dataset.address}#${claim.id}`,
  };
  return status.dataset.quotation.replace(/\{(\w+)\}/g, (_match, name) => parts[name]);
}

// In the column of a side the heading alone may say whose a claim is.
function headerParts(claim) {
  const [kind, ...others] = texts(claim, ".claim-header > span");
  const side = claim.closest(".side");
  const names = side ? texts(side, "h3").filter((name) => !others.includes(name)) : [];
  return [kind, ...names, ...others];
}

function texts(element, selector) {
  return [...element.querySelectorAll(selector)].map((found) => singleLine(found.textContent));
}

function singleLine(text) {
  return text.replace(/\s+/g, " ").trim();
}
