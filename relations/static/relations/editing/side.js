// The side of a position is filled from its speaker: whom an office or a person acts for, as long as nobody chose one.
"use strict";
{
  const $ = window.django?.jQuery;

  const part = (row, name) => row.querySelector(`select[name$="-${name}"]`);

  const fill = (row) => {
    const [kind, speaker, side] = ["kind", "speaker", "side"].map((name) => part(row, name));
    const chosen = speaker.selectedOptions[0];
    const isTaken = side.value && side.value !== side.dataset.filled;
    if (isTaken || !["", "position"].includes(kind.value) || !chosen?.dataset.actsForId) return;
    const { actsForId: id, actsFor } = chosen.dataset;
    // Its words say where it comes from: neither an option of before nor one of the same actor has them.
    const stale = [id, side.dataset.filled];
    [...side.options].filter((option) => stale.includes(option.value)).forEach((option) => option.remove());
    side.dataset.filled = id;
    const text = side.dataset.fromSpeaker.replace("{side}", actsFor).replace("{speaker}", chosen.text);
    side.dispatchEvent(new CustomEvent("picker:choose", { bubbles: true, detail: { id, text } }));
  };

  $?.(document).on("select2:select", 'select[name$="-speaker"]', (event) => {
    const { acts_for: actsFor } = event.params.data;
    const chosen = event.target.selectedOptions[0];
    if (actsFor && chosen) Object.assign(chosen.dataset, { actsForId: actsFor.id, actsFor: actsFor.text });
    fill(event.target.closest(".inline-related"));
  });

  // What somebody chose stays.
  $?.(document).on("select2:select", 'select[name$="-side"]', (event) => delete event.target.dataset.filled);

  document.addEventListener("change", (event) => {
    if (event.target.matches?.('.inline-related select[name$="-kind"]')) {
      const row = event.target.closest(".inline-related");
      if (part(row, "speaker")) fill(row);
    }
  });
}
