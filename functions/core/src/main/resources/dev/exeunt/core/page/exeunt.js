// Makes the pages move: marks iframes as they load, asks how the applications are doing, goes on when nothing more can
// happen here. Without it everything still works by the button. It stands before the iframes, so it misses no load.
(() => {
  'use strict';
  const given = document.currentScript.dataset;
  const form = document.getElementById('stage');
  const unsure = document.getElementById('unsure');
  const frames = [];
  let going = false;

  const row = n => document.querySelector(`.applications [data-n="${Number(n)}"]`);
  const word = state => /^[a-z]+$/.test(state) && document.querySelector(`#${state} title`);

  function show(n, state) {
    const item = row(n);
    const text = word(state);
    if (!item || !text || item.dataset.state === state) return;
    item.dataset.state = state;
    item.querySelector('use').setAttribute('href', '#' + state);
    item.querySelector('.state').textContent = text.textContent;
    if (unsure) unsure.hidden = !document.querySelector('.applications li:not([data-state=done], [data-state=superseded])');
  }

  // What a frame told us is not taken back by a server that has not heard of it yet.
  function news({ n, state }) {
    if (state !== 'queued') show(n, state);
  }

  // `loaded` means the notice went out, not that the application acted on it.
  function ended(frame, result) {
    if (frame.dataset.result) return;
    frame.dataset.result = result;
    const field = form.elements['frame.' + frame.dataset.frame];
    field.value = result;
    field.disabled = false;
    const item = row(frame.dataset.application);
    if (item && item.dataset.state === 'queued') {
      show(frame.dataset.application, result === 'loaded' ? 'sent' : 'timeout');
    }
    if (frames.length && frames.every(each => each.dataset.result)) go();
  }

  // The server's answer, and only to where a page may go: never into something that runs in this one.
  function leave(next) {
    const url = new URL(next, location.href);
    if (/^(javascript|data|vbscript|blob|file|filesystem|about):$/.test(url.protocol)) throw new Error('no way');
    location.replace(url.href);
  }

  async function go() {
    if (going || !form) return;
    going = true;
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        headers: { Accept: 'application/json' },
        body: new URLSearchParams(new FormData(form)),
        redirect: 'error',
        signal: AbortSignal.timeout(8000),
      });
      if (!answer.ok) throw new Error(answer.status);
      leave((await answer.json()).next);
    } catch {
      form.submit();
    }
  }

  // Asks less and less often; on the last page for some ten minutes, on the others until the deadline.
  async function poll(wait, left) {
    if (going || left < 0) return;
    let settled = false;
    try {
      const answer = await fetch(given.status, { headers: { Accept: 'application/json' }, cache: 'no-store' });
      if (answer.status === 404 || answer.status === 410) return;
      const status = await answer.json();
      status.applications.forEach(news);
      settled = status.settled;
    } catch {
      // The next time may go better.
    }
    if (!settled) setTimeout(poll, wait, Math.min(wait * 1.5, 30000), left - wait);
    else if (form && !frames.length) go();
  }

  document.addEventListener('load', event => {
    if (event.target.localName === 'iframe') ended(event.target, 'loaded');
  }, true);

  document.addEventListener('DOMContentLoaded', () => {
    frames.push(...document.querySelectorAll('iframe[data-frame]'));
    const timeOut = () => frames.forEach(frame => ended(frame, 'timeout'));
    if (form) {
      if (frames.length) setTimeout(timeOut, given.frameWait);
      setTimeout(() => { timeOut(); go(); }, given.deadline);
    }
    setTimeout(poll, 200, 300, form ? Number(given.deadline) : 600000);
    if (frames.length && frames.every(frame => frame.dataset.result)) go();
  });

  // Back from where it led: what is shown may be long past.
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
})();
