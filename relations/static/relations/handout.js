// Adds a button to print to a sheet. Without it the browser's own menu does the same.
for (const line of document.querySelectorAll("[data-print]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = line.dataset.print;
  button.addEventListener("click", () => print());
  line.append(" ", button);
}
