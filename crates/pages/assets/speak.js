// Speech becomes text where the browser can: loaded by report.js on browsers that have it.
(function () {
  var form = document.getElementById('report'), text = form.text, said = form.dataset;
  var button = document.createElement('button'), hint = document.createElement('p');
  var ear = new webkitSpeechRecognition(), heard = '', on = false;
  ear.lang = document.documentElement.lang;
  ear.continuous = ear.interimResults = true;
  button.type = 'button';
  button.className = 'second';
  button.setAttribute('aria-pressed', 'false');
  button.textContent = said.speak;
  hint.className = 'hint';
  hint.textContent = said.spoken;
  text.after(button, hint);
  function turn(to) {
    on = to;
    button.textContent = on ? said.stop : said.speak;
    button.setAttribute('aria-pressed', on);
  }
  button.onclick = () => {
    if (on) return ear.stop();
    heard = text.value;
    try { ear.start(); turn(true); } catch (_) { turn(false); }
  };
  ear.onresult = event => {
    text.value = heard + [...event.results].map(r => r[0].transcript).join('');
    text.oninput();
  };
  ear.onend = ear.onerror = () => turn(false);
})();
