// Makes the pages move: marks iframes as they load, asks how the applications are doing, goes on when nothing more can
// happen here. Without it everything still works by the button. It stands before the iframes, so it misses no load.
(() => {
  'use strict';
  const given = document.currentScript.dataset;
  const form = document.getElementById('stage');
  const unsure = document.getElementById('unsure');
  const frames = [];
  let going = false;

  const stage = () => Number(form.getAttribute('action').split('/').pop());
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
    if (!frame.dataset.frame || frame.dataset.result) return;
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
    let over = false;
    try {
      const answer = await fetch(given.status, { headers: { Accept: 'application/json' }, cache: 'no-store' });
      if (answer.status === 404 || answer.status === 410) return;
      const status = await answer.json();
      status.applications.forEach(news);
      settled = status.settled;
      // Another tab has gone on, or there is nothing left to wait for.
      over = form && (new URL(status.next, location).pathname !== location.pathname || status.stage !== stage());
    } catch {
      // The next time may go better.
    }
    if (over || form && settled && !frames.length) go();
    else if (!settled) setTimeout(poll, wait, Math.min(wait * 1.5, 30000), left - wait);
  }

  // Whether a frame is another site's. Where the two hosts share a domain, only the browser knows whether that is one that
  // sites have of their own: it takes a cookie for such a domain and for no other.
  function foreign(frame) {
    const there = new URL(frame.src).hostname;
    if (there === location.hostname) return false;
    const labels = there.split('.').reverse();
    const here = location.hostname.split('.').reverse();
    const differs = here.findIndex((label, n) => label !== labels[n]);
    const domain = here.slice(0, differs < 0 ? here.length : differs).reverse().join('.');
    if (!domain.includes('.')) return true;
    const cookie = `exeunt-site=1; Domain=${domain}; Path=/; SameSite=Strict; Max-Age=`;
    document.cookie = cookie + 5;
    const same = document.cookie.includes('exeunt-site=1');
    document.cookie = cookie + 0;
    return !same;
  }

  // Says so where the browser keeps cookies from frames of other sites. A frame without an origin is another site's too, so
  // what the browser tells us when one asks for a file of ours is the truth. WebKit and Firefox do not tell; they keep
  // cookies away or apart unless somebody has changed that.
  function warn() {
    const notice = document.getElementById('blocked');
    if (!notice || !frames.some(foreign)) return;
    if (/Apple/.test(navigator.vendor) || CSS.supports('-moz-appearance', 'none')) {
      notice.hidden = false;
      return;
    }
    const probe = document.createElement('iframe');
    addEventListener('message', event => {
      if (event.source !== probe.contentWindow) return;
      if (event.data === 'blocked') notice.hidden = false;
      probe.remove();
    });
    probe.hidden = true;
    probe.setAttribute('sandbox', 'allow-scripts');
    probe.srcdoc = `<script src="${given.cookies}"></script>`;
    document.body.append(probe);
  }

  // Once the page has loaded, or nearly: what leaves a page before that takes its place in the history, and the way back from
  // an application that keeps the browser must lead here.
  function hop() {
    const leave = () => {
      if (going) return;
      going = true;
      form.requestSubmit(form.querySelector('[value=next]'));
    };
    addEventListener('load', () => setTimeout(leave));
    setTimeout(leave, 2000);
  }

  document.addEventListener('load', event => {
    const frame = event.target;
    if (frame.localName !== 'iframe') return;
    const ours = frame.contentDocument;
    // Our own page that posts on is only the beginning of the way. Mostly it is gone before it has loaded.
    if (ours && ours.getElementById('stage')) return;
    // An application's page may be about to post its answer on to us, where what is loaded is ours again, and empty.
    setTimeout(ended, 'answers' in frame.dataset && !ours ? 2000 : 0, frame, 'loaded');
  }, true);

  document.addEventListener('DOMContentLoaded', () => {
    if (given.go) {
      // A field may be named like one of the form's own methods.
      if (given.go === 'form') HTMLFormElement.prototype.submit.call(form);
      else if (given.go === 'hop') hop();
      return;
    }
    frames.push(...document.querySelectorAll('iframe[data-frame]'));
    const timeOut = () => frames.forEach(frame => ended(frame, 'timeout'));
    if (form) {
      if (frames.length) setTimeout(timeOut, given.frameWait);
      setTimeout(() => { timeOut(); go(); }, given.deadline);
    }
    setTimeout(poll, 200, 300, form ? Number(given.deadline) : 600000);
    warn();
    if (frames.length && frames.every(frame => frame.dataset.result)) go();
  });

  // Back from where it led: what is shown may be long past.
  addEventListener('pageshow', event => { if (event.persisted && given.go !== 'form') location.reload(); });
})();
