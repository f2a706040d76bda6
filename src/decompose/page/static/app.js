// The quote card: hover, focus or click on a claim shows its quotes beside it. Without this file the same link leads to
// the quote in the list below the claim.

const SHOW_AFTER = 120, HIDE_AFTER = 220, GAP = 6, MARGIN = 16;

let card, owner = null, pinned = false, timer = 0;

function quotesOf(claim) {
  const first = document.getElementById(claim.hash.slice(1));
  if (!first) return [];
  const found = [first];
  for (let number = 2; ; number += 1) {
    const next = document.getElementById(`${first.id}-${number}`);
    if (!next) return found;
    found.push(next);
  }
}

function copyOf(quote) {
  const copy = document.createElement("div");
  copy.className = "quote";
  copy.append(...[...quote.childNodes].map((node) => node.cloneNode(true)));
  return copy;
}

function closeButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Close";
  button.addEventListener("click", () => hide(true));
  return button;
}

function place(claim) {
  const box = claim.getClientRects()[0];
  const last = claim.getBoundingClientRect();
  const left = Math.max(MARGIN, Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - MARGIN));
  const below = last.bottom + GAP;
  const fits = below + card.offsetHeight <= document.documentElement.clientHeight;
  card.style.left = `${left}px`;
  card.style.top = `${fits ? below : Math.max(MARGIN, box.top - card.offsetHeight - GAP)}px`;
}

function show(claim, pin) {
  clearTimeout(timer);
  const quotes = quotesOf(claim);
  if (!quotes.length) return;
  if (owner && owner !== claim) owner.setAttribute("aria-expanded", "false");
  owner = claim;
  pinned = pin;
  card.replaceChildren(...quotes.map(copyOf), ...(pin ? [closeButton()] : []));
  claim.setAttribute("aria-expanded", "true");
  if (!card.matches(":popover-open")) card.showPopover();
  place(claim);
}

function hide(returnFocus) {
  clearTimeout(timer);
  if (!owner) return;
  const left = owner;
  owner = null;
  pinned = false;
  card.hidePopover();
  left.setAttribute("aria-expanded", "false");
  if (returnFocus) left.focus({ preventScroll: true });
}

function later(act, wait) {
  clearTimeout(timer);
  timer = setTimeout(act, wait);
}

function listen(claim) {
  claim.setAttribute("aria-expanded", "false");
  claim.addEventListener("pointerenter", (event) => {
    if (event.pointerType === "mouse" && !pinned) later(() => show(claim, false), SHOW_AFTER);
  });
  claim.addEventListener("pointerleave", () => { if (!pinned) later(() => hide(false), HIDE_AFTER); });
  claim.addEventListener("focus", () => {
    if (!pinned && claim.matches(":focus-visible")) show(claim, false);
  });
  claim.addEventListener("blur", () => { if (!pinned) later(() => hide(false), HIDE_AFTER); });
  claim.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (pinned && owner === claim) return hide(true);
    show(claim, true);
    card.querySelector("a")?.focus({ preventScroll: true });
  });
}

function startCards(claims) {
  card = document.createElement("div");
  card.className = "pop";
  card.popover = "manual";
  card.setAttribute("role", "group");
  card.setAttribute("aria-label", "Quotes from the source");
  document.body.append(card);
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", () => { if (!pinned) later(() => hide(false), HIDE_AFTER); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && owner) hide(true); });
  document.addEventListener("click", (event) => {
    if (pinned && !card.contains(event.target) && !event.target.closest(".claim")) hide(false);
  });
  window.addEventListener("scroll", () => { if (owner) pinned ? place(owner) : hide(false); }, { passive: true });
  window.addEventListener("resize", () => { if (owner) place(owner); });
  claims.forEach(listen);
}

// A cited span that crosses another is marked in several parts: all of them are the passage that the reader came for.
function markTarget() {
  document.querySelectorAll("mark.on[data-part-of]").forEach((part) => part.classList.remove("on"));
  const wanted = CSS.escape(decodeURIComponent(location.hash.slice(1)));
  if (wanted) document.querySelectorAll(`mark[data-part-of="${wanted}"]`).forEach((part) => part.classList.add("on"));
}

function openForPrint() {
  document.querySelectorAll("details").forEach((details) => { details.open = true; });
}

// Keys rest while a field has focus, or a modifier is down. On a page of search results j and k go from one to the next.
function isFree(event) {
  const field = event.target.closest("input, textarea, select, [contenteditable]");
  return !(field || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey);
}

function step(by) {
  const results = [...document.querySelectorAll(".group h2 a")];
  const at = results.indexOf(document.activeElement);
  const next = results[at < 0 ? (by > 0 ? 0 : results.length - 1) : at + by];
  if (next) next.focus();
  return Boolean(next);
}

function startSearchKeys() {
  const box = document.querySelector("#q, #site-q");
  if (!box) return;
  document.addEventListener("keydown", (event) => {
    if (!isFree(event)) return;
    if (event.key === "/") { event.preventDefault(); box.focus(); box.select(); }
    if ((event.key === "j" && step(1)) || (event.key === "k" && step(-1))) event.preventDefault();
  });
}

const claims = document.querySelectorAll("a.claim");
if (claims.length && "popover" in HTMLElement.prototype) startCards(claims);
window.addEventListener("beforeprint", openForPrint);
window.addEventListener("hashchange", markTarget);
markTarget();
startSearchKeys();
