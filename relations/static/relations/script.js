// Adds a copy button to every citation. Everything else works without this file.
for (const event of ["replaced", "DOMContentLoaded"]) document.addEventListener(event, addButtons);

function addButtons() {
  if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(addButton);
}

function addButton(block) {
  const text = block.querySelector(".cite-text");
  const button = document.createElement("button");
  const status = document.createElement("span");
  button.type = "button";
  button.textContent = block.dataset.copy;
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent.replace(/\s+/g, " ").trim());
    status.textContent = block.dataset.copied;
  });
  text.after(button, status);
}
