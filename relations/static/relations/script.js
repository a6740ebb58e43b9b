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
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent.replace(/\s+/g, " ").trim());
    status.textContent = citation.dataset.copied;
  });
  text.after(button, status);
}
