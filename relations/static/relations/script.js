// Adds a copy button to every citation. Everything else works without this file.
for (const event of ["list-replaced", "DOMContentLoaded"]) document.addEventListener(event, addCopyButtons);

function addCopyButtons() {
  if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(addCopyButton);
}

function addCopyButton(citation) {
  const text = citation.querySelector(".citation-text");
  const button = document.createElement("button");
  const status = document.createElement("span");
  button.type = "button";
  button.textContent = citation.dataset.copy;
  if (citation.dataset.label) button.setAttribute("aria-label", citation.dataset.label);
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    status.textContent = ""; // so that a second time is said too
    try {
      await copy(text);
      status.textContent = citation.dataset.copied;
    } catch {
      getSelection().selectAllChildren(text);
      status.textContent = citation.dataset.notCopied;
    }
  });
  text.after(button, status);
}

// As it is written, and where it has italics with these too, for programs that can show them.
function copy(element) {
  const isExact = element.matches("pre");
  const text = isExact ? element.textContent : element.textContent.replace(/\s+/g, " ").trim();
  if (!window.ClipboardItem || !element.querySelector("i")) return navigator.clipboard.writeText(text);
  const forms = { "text/plain": text, "text/html": element.innerHTML };
  const blobs = Object.entries(forms).map(([type, form]) => [type, new Blob([form], { type })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}
