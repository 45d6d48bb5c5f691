// Makes a report survive a weak signal: kept on the phone until it has arrived. Every page works without it.
// Plain JavaScript as browsers of 2018 have it: WeChat's own is that old on many phones.
var outbox = (function () {
  var doc = document, panel = doc.getElementById('queue');
  if (!panel) return;
  var words = panel.dataset, memory = {}, busy = false, timer = 0;

  function make(tag, text, name) {
    var node = doc.createElement(tag);
    if (text) node.textContent = text;
    if (name) node.className = name;
    return node;
  }
  function button(text, act) {
    var node = make('button', text, 'second');
    node.type = 'button';
    node.onclick = act;
    return node;
  }
  // The queue: in IndexedDB, so that it is there again after the page was closed; in memory where that is missing.
  var opened;
  function database() {
    return opened || (opened = new Promise(done => {
      try {
        var ask = indexedDB.open('mashang', 1);
        ask.onupgradeneeded = () => { ask.result.createObjectStore('reports', { keyPath: 'id' }); };
        ask.onsuccess = () => done(ask.result);
        ask.onerror = ask.onblocked = () => done(null);
      } catch (_) { done(null); }
    }));
  }
  function table(mode, work) {
    return database().then(db => {
      if (!db) return null;
      return new Promise((done, fail) => {
        var change = db.transaction('reports', mode), ask = work(change.objectStore('reports'));
        change.oncomplete = () => done(ask.result);
        change.onerror = change.onabort = fail;
      });
    }).catch(() => null);
  }
  function keep(report) {
    memory[report.id] = report;
    return table('readwrite', t => t.put(report));
  }
  function forget(id) {
    delete memory[id];
    return table('readwrite', t => t.delete(id));
  }
  function waiting() {
    return table('readonly', t => t.getAll()).then(found => {
      var all = Object.assign({}, memory);
      (found || []).forEach(r => { all[r.id] = all[r.id] || r; });
      return Object.values(all);
    });
  }

  // Sends one report. Ends with {receipt}, {refused, say…} or {later}: the id makes sure that it counts once.
  function send(report, moved) {
    return new Promise(done => {
      var body = new FormData(), ask = new XMLHttpRequest();
      report.fields.forEach(f => { body.append(f[0], f[1]); });
      report.photos.forEach(p => {
        if (p.ticket) body.append('kept', p.ticket);
        else body.append('photos', p.blob, p.name);
      });
      ask.open('POST', report.url);
      ask.setRequestHeader('Accept', 'application/json');
      ask.upload.onprogress = e => moved(e.loaded / e.total);
      ask.onerror = ask.onabort = () => done({ later: true });
      ask.onload = () => {
        var said = {};
        try { said = JSON.parse(ask.responseText); } catch (_) { /* a proxy's own page */ }
        if (ask.status === 201 && said.receipt) return done({ receipt: said.receipt });
        if (ask.status === 408 || ask.status === 429 || ask.status < 400 || ask.status >= 500) return done({ later: true });
        said.refused = ask.status;
        done(said);
      };
      ask.send(body);
    });
  }

  // Shows what is waiting, and tries again: when the signal is back, when the page is looked at, and now and then.
  function show(reports) {
    panel.textContent = '';
    panel.hidden = !reports.length;
    if (reports.some(r => !r.receipt)) panel.append(make('p', words.waiting));
    reports.forEach(r => {
      var row = make('div', '', 'waiting'), line = make('p', r.title + ' · ' + r.at);
      var state = make('p', r.receipt ? words.sent : r.trouble ? words.refused + r.trouble : words.offline, 'hint');
      row.append(line, state);
      if (r.receipt) {
        var link = make('a', words.receipt);
        link.href = r.receipt;
        row.append(link, button(words.done, () => forget(r.id).then(refresh)));
      } else {
        row.append(button(words.send, () => {
          state.textContent = words.sending;
          flush(r.id);
        }), button(words.discard, () => {
          if (confirm(words.sure)) forget(r.id).then(refresh);
        }));
      }
      panel.append(row);
    });
  }
  function refresh() { return waiting().then(show); }
  function flush(only) {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    waiting().then(reports => {
      var todo = reports.filter(r => !r.receipt && (only ? r.id === only : !r.trouble));
      return todo.reduce((before, r) => {
        return before.then(() => send(r, () => {})).then(answer => {
          if (answer.later) return;
          if (answer.receipt) { r.receipt = answer.receipt; r.photos = []; r.fields = []; }
          else r.trouble = answer.say || (answer.problems || []).map(p => p.say).join(' ') || answer.refused;
          return keep(r);
        });
      }, Promise.resolve());
    }).catch(() => {}).then(refresh).then(waiting).then(left => {
      busy = false;
      var more = left.some(r => !r.receipt && !r.trouble);
      if (more) timer = setTimeout(flush, 30000);
    });
  }
  addEventListener('online', () => flush());
  doc.addEventListener('visibilitychange', () => { if (!doc.hidden) flush(); });
  refresh().then(() => flush());

  // On the phone first: whatever happens from here on, nothing is lost.
  function take(report, moved) {
    busy = true;
    return keep(report).then(() => send(report, moved)).then(answer => {
      busy = false;
      if (!answer.later) return forget(report.id).then(() => answer);
      timer = setTimeout(flush, 9000);
      return refresh().then(() => answer);
    }).catch(error => {
      busy = false;
      return refresh().then(() => { throw error; });
    });
  }
  return { make: make, button: button, words: words, take: take, panel: panel };
})();
