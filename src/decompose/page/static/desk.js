// The desk by keyboard. Every act is a form or a link of the page; this presses them, keeps drafts, renews the lease,
// and shows the next page without loading it whole. Without script the same page works by its buttons.

const $ = (wanted, root = document) => root.querySelector(wanted);
const ACTS = {
  accept: ['a', 'Accept the open item, or all selected'],
  edit: ['e', 'Edit, then accept with Ctrl Enter'],
  reject: ['r', 'Reject, then 1 to 7 for the reason'],
  skip: ['s', 'Skip; nothing changes'],
  undo: ['u', 'Undo, as far back as this sitting'],
  next: ['j', 'Next'],
  previous: ['k', 'Previous'],
  select: ['x', 'Select or clear'],
  all: ['A', 'Accept all of the filter, after a count'],
  filter: ['/', 'Filter'],
  source: ['g', 'Go to the cited passage'],
  help: ['?', 'This list'],
};
const RENEWED_EVERY = 60_000;
const KNOCKED_EVERY = 3_000;
const CHECKED_AFTER = 250;
const SHOWN_FOR = 8_000;

// -- keys: as they are remapped on this machine --

const kept = (name, otherwise) => {
  try { return JSON.parse(localStorage.getItem(`desk.${name}`)) ?? otherwise; } catch { return otherwise; }
};
const keep = (name, value) => { try { localStorage.setItem(`desk.${name}`, JSON.stringify(value)); } catch { /* full or forbidden */ } };
let keys = { ...Object.fromEntries(Object.entries(ACTS).map(([act, [key]]) => [act, key])), ...kept('keys', {}) };
const shown = (key) => (key.length === 1 && key !== key.toLowerCase() ? `⇧${key}` : key);

function labelKeys() {
  const areOn = kept('letters', true);
  for (const it of document.querySelectorAll('kbd[data-shows]')) {
    it.textContent = shown(keys[it.dataset.shows]);
    it.hidden = !areOn;
    it.parentElement.setAttribute('aria-keyshortcuts', keys[it.dataset.shows]);
  }
  const list = $('#keymap');
  if (!list) return;
  list.replaceChildren(...Object.entries(ACTS).flatMap(([act, [, words]]) => {
    const name = document.createElement('dt'), what = document.createElement('dd'), field = document.createElement('input');
    Object.assign(field, { type: 'text', value: keys[act], maxLength: 1 });
    field.setAttribute('aria-label', `Key: ${words}`);
    field.addEventListener('change', () => remap(act, field.value));
    name.append(field);
    what.textContent = words;
    return [name, what];
  }));
  $('#keyson').checked = areOn;
}

function remap(act, key) {
  if (key && !Object.entries(keys).some(([other, taken]) => other !== act && taken === key)) {
    keys[act] = key;
    keep('keys', keys);
  }
  labelKeys();
}

// -- going on: pages are fetched, and their parts put in place --

const ahead = new Map();
let underWay = null;

// What nobody asked for begins no session: its answer may come after that to a page which was opened meanwhile.
const of = (purpose) => ({ 'X-Purpose': purpose });

async function fetched(address, options = {}) {
  const answer = await fetch(address, { credentials: 'same-origin', ...options });
  return { address: answer.url, html: await answer.text(), isDone: answer.ok };
}

// What is asked for while a page is on its way waits for it; the same once more is what was asked for already.
async function visit(address, options = {}, then = {}) {
  const asked = `${options.method ?? 'GET'} ${address} ${options.body ?? ''}`;
  if (underWay === asked || early.some((it) => it.asked === asked)) return;
  if (underWay) { early.push({ asked, ask: () => visit(address, options, then) }); return; }
  underWay = asked;
  hush();
  let isThere = false;
  try {
    isThere = await turned(address, options, then);
  } catch {
    say('The server cannot be reached. Nothing was changed. Try again.', { stays: true });
  } finally {
    underWay = null;
    replay(isThere);
  }
}

// Puts the page of an address in place of the one that is shown; whether it is the one that was asked for.
async function turned(address, options, { push = true, after = () => {} }) {
  const known = options.method ? null : ahead.get(address);
  ahead.clear();
  const page = known ?? await fetched(address, options);
  const next = new DOMParser().parseFromString(page.html, 'text/html');
  if (!$('#desk')) { location.assign(page.address); return false; }
  if (!$('#desk', next)) {
    // What was written is worth more than the page that answers: of a form that was not taken, the answer is told.
    if (options.method) say(`Not done. ${refusal(next)}`, { stays: true }); else location.assign(page.address);
    return false;
  }
  if (page.isDone) after();
  for (const part of ['#desk', '#keys', '#toast', '#live', '#today']) {
    const [here, there] = [$(part), $(part, next)];
    if (here && there) here.replaceWith(document.adoptNode(there));
  }
  if (push) history.pushState(null, '', page.address);
  opened({ isFresh: !known });
  return page.isDone;
}

// The sentence of a page that says why something was refused.
function refusal(page) {
  const words = $('[role=alert], .standfirst', page)?.textContent.trim();
  return $('input[name=token]', page) ? 'Your session has ended: log in in another window, then reload this page. What you wrote is kept.' : words ?? 'Reload the page.';
}

// What came while a page was on its way, in its order. A key acts on that page, or not at all where another answer came
// or the key before it has opened a field; a form or an address is of the page on which it was sent, and goes after it.
const early = [];
const dropKeys = () => { early.splice(0, early.length, ...early.filter((it) => it.ask)); };
function replay(isThere) {
  if (!isThere) dropKeys();
  while (early.length && !underWay) {
    const { ask, key } = early.shift();
    if (ask) { ask(); continue; }
    press(key);
    if (isTyping(document.activeElement)) dropKeys();
  }
}

function submit(form, submitter) {
  const fields = new URLSearchParams(new FormData(form, submitter));
  const method = (submitter?.getAttribute('formmethod') ?? form.getAttribute('method')).toLowerCase();
  const address = new URL(submitter?.getAttribute('formaction') ?? form.getAttribute('action'), location.href).href;
  if (method === 'get') return visit(`${address.split('?')[0]}?${fields}`);
  // Selected further up or down than this page of the queue.
  const isHere = (id) => picks().some((it) => it.value.startsWith(`${id}:`));
  if (form.id === 'selection') for (const [id, value] of chosen) if (!isHere(id)) fields.append('item', value);
  const draft = draftName();
  // A remark, or a lease that is taken over, leaves what is being written alone.
  const isDecision = /\/(accept|edit|reject|skip|merge|split)$/.test(new URL(address).pathname);
  const after = () => { if (isDecision) forgetDraft(draft); if (form.id === 'selection') chosen.clear(); };
  return visit(address, { method: 'POST', body: fields }, { after });
}

async function fetchAhead() {
  const desk = $('#desk');
  const { next } = desk?.dataset ?? {};
  if (!next || ahead.has(next)) return;
  try {
    const page = await fetched(next, { headers: of('prefetch') });
    // What was asked for before the last decision may be out of date.
    if (page.isDone && $('#desk') === desk) ahead.set(next, page);
  } catch { /* then later */ }
}

// -- the item that is open --

const item = () => $('#desk')?.dataset.item;
const draftName = () => `draft.${item()}.${$('#desk').dataset.revision}`;
const forgetDraft = (name = draftName()) => { try { sessionStorage.removeItem(name); } catch { /* forbidden */ } };

function opened({ isFresh }) {
  labelKeys();
  // A reload shows what was being read, and the draft with it, whoever opens something meanwhile.
  if (item() && location.pathname === '/desk') history.replaceState(null, '', `/desk/items/${item()}${location.search}`);
  const first = $('#source')?.dataset.first;
  showPassage(first);
  if ($('#conflict') && $('#panel-edit')) $('#panel-edit').hidden = true;
  restoreDraft();
  $('#conflict-h')?.focus();
  if (!isFresh) lease();
  if (item()) setTimeout(fetchAhead, 200);
  if ($('#toast')?.hidden === false) hushLater();
  choose();
  document.title = document.title.replace(/^.*? — /, 'Review desk — ');
}

function showPassage(anchor) {
  const mark = anchor && document.getElementById(anchor);
  if (!mark) return;
  for (const it of document.querySelectorAll('.srcpane .on')) it.classList.remove('on');
  for (const it of document.querySelectorAll('.srcpane mark')) if (it.id === anchor) it.classList.add('on');
  const pane = $('#source');
  pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
}

function panel(name) {
  for (const it of ['edit', 'reject']) { const part = $(`#panel-${it}`); if (part) part.hidden = it !== name; }
  if (name === 'edit') {
    const field = $('#edit-text');
    field.focus();
    // A kind is chosen from a list, in which there is no place to type.
    field.setSelectionRange?.(field.value.length, field.value.length);
    saveDraft();
    check();
  } else if (name === 'reject') {
    $('#rejected-many').textContent = chosen.size ? `all ${chosen.size} selected ` : '';
    $('#panel-reject button').focus();
  } else {
    forgetDraft();
  }
  pane('item');
}

function saveDraft() {
  const field = $('#edit-text');
  if (!field || $('#panel-edit').hidden) return;
  const at = document.activeElement === field ? field.selectionStart : field.value.length;
  try { sessionStorage.setItem(draftName(), JSON.stringify({ text: field.value, quotes: $('#edit-quotes')?.value, at })); } catch { /* full */ }
}

function restoreDraft() {
  let draft = null;
  try { draft = item() && JSON.parse(sessionStorage.getItem(draftName())); } catch { /* forbidden */ }
  if (draft && $('#panel-edit') && !$('#conflict')) {
    $('#edit-text').value = draft.text;
    if ($('#edit-quotes') && draft.quotes !== undefined) $('#edit-quotes').value = draft.quotes;
    panel('edit');
    $('#edit-text').setSelectionRange?.(draft.at, draft.at);
  } else if ($('#panel-edit') && !$('#panel-edit').hidden) {
    panel('edit');
  }
}

let checking = 0;
function check() {
  clearTimeout(checking);
  checking = setTimeout(async () => {
    const form = $('#panel-edit form'), told = $('#checked');
    if (!form || !told) return;
    try {
      const answer = await fetch(`/desk/items/${item()}/check`, { method: 'POST', headers: of('check'), body: new URLSearchParams(new FormData(form)) });
      const { status, reasons } = await answer.json();
      told.className = `tag tag--${status === 'verified' || status === 'derived' ? 'ok' : 'bad'}`;
      told.textContent = reasons?.length ? reasons.map((it) => it.detail).join('; ') : status ?? '';
    } catch { told.textContent = ''; }
  }, CHECKED_AFTER);
}

async function lease() {
  if (!item() || document.hidden) return;
  const [id, body] = [item(), new URLSearchParams({ csrf: $('#desk').dataset.csrf })];
  try {
    const answer = await fetch(`/desk/items/${id}/lease`, { method: 'POST', headers: of('lease'), body });
    if (!answer.ok || item() !== id) return;
    const { words, held, wanted } = await answer.json();
    const line = $('#lease');
    line.textContent = words;
    line.classList.toggle('lease--other', !held);
    $('#wanted').textContent = wanted ? `${wanted} asks for this item.` : '';
    if (held !== ($('#desk').dataset.held === 'yes')) {
      // Whoever waited may act now; what became of the item meanwhile, the answer to his act will show.
      $('#desk').dataset.held = held ? 'yes' : 'no';
      for (const it of document.querySelectorAll('#keys [data-needs-lease]')) it.disabled = !held;
    }
  } catch { /* the next one will do */ }
}

const knock = () => { if ($('#desk')?.dataset.held === 'no') lease(); };

// -- acts --

const pane = (name) => {
  const panes = $('#desk');
  if (!panes) return;
  panes.dataset.show = name;
  for (const it of document.querySelectorAll('.seg button')) it.setAttribute('aria-pressed', String(it.dataset.pane === name));
};
const picks = () => [...document.querySelectorAll('.pick')];

// What is said goes by itself; what was not done stays until the next act.
let hushing = 0;
function hush() {
  clearTimeout(hushing);
  if ($('#toast')) $('#toast').hidden = true;
}
function hushLater() {
  clearTimeout(hushing);
  hushing = setTimeout(hush, SHOWN_FOR);
}
function say(words, { stays = false } = {}) {
  const [live, toast] = [$('#live'), $('#toast')];
  if (live) live.textContent = words;
  if (!toast) return;
  toast.replaceChildren(Object.assign(document.createElement('span'), { textContent: words }));
  toast.hidden = false;
  if (stays) clearTimeout(hushing); else hushLater();
}

// What is selected stays so while one goes through the queue, until the filter changes or it is decided.
const chosen = new Map();
let chosenIn = null;
function choose() {
  const { query } = $('#desk')?.dataset ?? {};
  if (query !== chosenIn) chosen.clear();
  chosenIn = query;
  for (const it of picks()) if (chosen.has(it.value.split(':')[0])) it.checked = true;
  countChosen();
}
function countChosen() {
  for (const it of picks()) { const [id] = it.value.split(':'); if (it.checked) chosen.set(id, it.value); else chosen.delete(id); }
  if ($('#picked')) $('#picked').textContent = chosen.size ? `${chosen.size} selected` : '';
}

function act(name) {
  hush();
  const control = $(`#keys [data-act=${name}]`);
  if (chosen.size && ['accept', 'skip'].includes(name)) return submit($('#selection'), $(`#selected-actions [value=${name}]`));
  if (chosen.size && name === 'reject' && control) return panel(name);
  if (control?.disabled) return say(`${control.textContent.trim()} is not possible here.`);
  switch (name) {
    case 'edit': case 'reject': return control && panel(name);
    case 'select': {
      const box = $(`.pick[value^="${item()}:"]`);
      if (box) { box.checked = !box.checked; countChosen(); }
      return undefined;
    }
    case 'filter': pane('queue'); return $('#qsearch')?.focus();
    case 'source': pane('source'); $('#source').focus({ preventScroll: true }); return showPassage($('#source').dataset.first);
    case 'help': labelKeys(); $('#help').showModal(); return $('#help [data-close]').focus();
    case 'next': case 'previous': {
      const address = $('#desk').dataset[name];
      return address ? visit(address) : say('There is no other.');
    }
    case 'all': return location.assign(control.href);
    default: return control && submit(control.form, control);
  }
}

const isTyping = (it) => it.matches?.('input:not([type=checkbox]), textarea, select, [contenteditable]');

// The page that asks before the whole filter is decided has the same keys.
function confirm({ key, target, ctrlKey, altKey, metaKey }) {
  if (ctrlKey || altKey || metaKey || target.matches('select')) return;
  if (key === 'Escape') $('#whole [data-cancel]').click();
  else if (kept('letters', true) && key === keys.accept) $('#whole [data-act=accept]').click();
}

document.addEventListener('keydown', (event) => {
  if ($('#whole')) confirm(event);
  if (!$('#desk')) return;
  const { key, target } = event;
  if (key === 'Enter' && (event.ctrlKey || event.metaKey) && target.closest?.('#panel-edit')) {
    event.preventDefault();
    submit($('#panel-edit form'), null);
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (key === 'Escape') {
    if ($('dialog[open]')) return;
    hush();
    if (isTyping(target) || !$('#panel-reject')?.hidden || !$('#panel-edit')?.hidden) { target.blur?.(); panel(null); }
    return;
  }
  if (isTyping(target) || $('dialog[open]')) return;
  const isInQueue = target.closest?.('.pane--queue');
  const arrow = isInQueue && { ArrowDown: keys.next, ArrowUp: keys.previous }[key];
  if (underWay) { early.push({ key: arrow || key }); return; }
  if (press(arrow || key)) event.preventDefault();
});

function press(key) {
  const open = $('#conflict') ?? ($('#panel-reject') && !$('#panel-reject').hidden ? $('#panel-reject') : null);
  const digit = open && $(`[data-digit="${CSS.escape(key)}"]`, open);
  const name = kept('letters', true) && Object.keys(keys).find((it) => keys[it] === key);
  if (digit) digit.click(); else if (name) act(name);
  return Boolean(digit || name);
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a');
  const control = event.target.closest('[data-act], [data-pane], [data-close], [data-reset]');
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (control?.dataset.pane) { pane(control.dataset.pane); return; }
  if (control?.matches('[data-reset]')) { keys = Object.fromEntries(Object.entries(ACTS).map(([name, [key]]) => [name, key])); keep('keys', keys); labelKeys(); return; }
  if (control?.matches('[data-close]')) {
    const dialog = control.closest('dialog');
    if (dialog) dialog.close(); else { event.preventDefault(); panel(null); }
    return;
  }
  if (['edit', 'reject', 'select', 'filter', 'source', 'help', 'next', 'previous'].includes(control?.dataset.act) && !control.disabled) { event.preventDefault(); act(control.dataset.act); return; }
  if (link?.matches('[data-cite]')) { event.preventDefault(); pane('source'); showPassage(link.hash.slice(1)); return; }
  if (link && $('#desk') && /^\/desk(\/items\/[^/]+)?$/.test(link.pathname) && link.origin === location.origin) {
    event.preventDefault();
    visit(link.href);
  }
});

document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  if (!$('#desk') || !form.closest('.desk') || form.getAttribute('action') === '/desk/logout') return;
  event.preventDefault();
  if (chosen.size && form.closest('#panel-reject')) {
    $('#selection select[name=reason_code]').value = submitter.value;
    submit($('#selection'), $('#selected-actions [value=reject]'));
    return;
  }
  submit(form, submitter);
});
document.addEventListener('input', (event) => {
  if (event.target.closest('#panel-edit')) { saveDraft(); check(); }
});
document.addEventListener('change', (event) => {
  if (event.target.matches('.pick')) countChosen();
  if (event.target.id === 'keyson') { keep('letters', event.target.checked); labelKeys(); }
});
// The address has gone back already, but for a page on its way, which is put after it when it comes.
addEventListener('popstate', () => { if ($('#desk')) visit(location.href, {}, { push: Boolean(underWay) }); });

async function live() {
  const main = $('main[data-live=yes]');
  if (!main) return;
  try {
    const next = new DOMParser().parseFromString((await fetched(location.href, { headers: of('live') })).html, 'text/html');
    main.replaceWith(document.adoptNode($('main', next)));
  } catch { /* the next one will do */ }
}

document.documentElement.classList.add('js');
if ($('#whole')) labelKeys();
if ($('#desk')) { opened({ isFresh: true }); setInterval(lease, RENEWED_EVERY); setInterval(knock, KNOCKED_EVERY); }
addEventListener('pagehide', () => {
  if (item()) navigator.sendBeacon('/desk/release', new URLSearchParams({ csrf: $('#desk').dataset.csrf }));
});
setInterval(live, 2000);
