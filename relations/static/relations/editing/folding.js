// Before the page is drawn: cards may begin folded, for claim_cards.js opens them. Without script all are open.
"use strict";
document.documentElement.classList.add("can-fold");
