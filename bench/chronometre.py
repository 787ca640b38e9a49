"""Times that the browser takes itself, inside the page: paint, first and last chart, last change, jumps.

A test that asks the page again and again whether it is done would slow what it times: here the page says it once.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page

from bench.visiteur import processeur

CALM = 700
"""Milliseconds without any change of the page after which it is taken for drawn."""
UNSEEN = 5000
"""Milliseconds without any change after which a run is taken for one that ended unseen: a choice may leave a page as it is."""

# `click` is when the last one was made, `chart` and `charts` when the first and the last chart stood as asked (its first
# change, or that it was put in: Streamlit's are then drawn once more, which shows nothing new), `last` when anything changed,
# `ran` that the script of the page was seen to run since (a quick one ends unseen).
_PROBE = """(() => {
  const p = window.tneProbe = { click: 0, shift: 0 };
  let drawn = new WeakSet();
  p.reset = () => {
    drawn = new WeakSet();
    Object.assign(p, { chart: 0, charts: 0, last: performance.now(), ran: false, shift: 0 });
  };
  p.reset();
  addEventListener('click', e => { p.click = e.timeStamp; }, true);
  new PerformanceObserver(list => list.getEntries().forEach(e => { p.shift += e.value; }))
    .observe({ type: 'layout-shift', buffered: true });
  new MutationObserver(records => {
    p.last = performance.now();
    for (const r of records) {
      if (r.attributeName === 'data-test-script-state') p.ran = true;
      // On the chart itself: what is said of it (that it waits, its other words), before it is drawn.
      const chart = r.target.closest?.('.js-plotly-plot');
      const inside = r.target !== chart || r.type === 'childList';
      if (chart && inside && !drawn.has(chart)) { drawn.add(chart); p.chart ||= p.last; p.charts = p.last; }
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
})()"""

_REST = """([calm, unseen, streamlit]) => new Promise((done, refuse) => { const begun = performance.now(), look = () => {
  const app = document.querySelector('[data-testid="stApp"]'), p = window.tneProbe;
  const rest = document.querySelector('h1') && (!streamlit || (p.ran || p.charts || performance.now() - p.last > unseen) && app?.dataset.testScriptState === 'notRunning'
    && app.dataset.testConnectionState === 'CONNECTED'
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"], [data-dessin]'));
  if (rest && performance.now() - p.last > calm) done(p);
  else if (performance.now() - begun > 60000) refuse(new Error(
    `not at rest: ${JSON.stringify(p)} ${JSON.stringify({ ...app?.dataset })} ${document.querySelector('[data-testid="stSkeleton"], [data-stale="true"], [data-dessin]')?.outerHTML.slice(0, 200)}`));
  else setTimeout(look, 100);
}; look(); })"""

_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@dataclass(frozen=True)
class Times:
    """Seconds from the start until then; `busy` of processor, server and page together; `shift` is Chromium's layout shift.

    `drawn`: a chart was drawn. Where none was, `chart` and `charts` are when anything changed for the last time.
    """

    paint: float
    chart: float
    charts: float
    last: float
    busy: float
    shift: float
    drawn: bool


@dataclass
class Watch:
    """One visitor in a browser without anything in its store, and the server asked. `streamlit`: one whose script tells its end."""

    browser: Browser
    server: int
    streamlit: bool = True
    page: Page | None = None

    def open(self, address: str) -> Times:
        """Go to the address: times from the start of the navigation."""
        self.context: BrowserContext = self.browser.new_context(
            locale="fr-FR", viewport={"width": 1280, "height": 800}
        )
        self.page = self.context.new_page()
        self.page.add_init_script(_PROBE)
        before = self._busy()
        self.page.goto(address)
        return self._read(before, 0)

    def ready(self) -> None:
        """Before a click: what happened until now is not counted."""
        assert self.page is not None
        self.page.evaluate("tneProbe.reset()")
        self._before = self._busy()

    def done(self) -> Times:
        """After a click: times from it."""
        return self._read(self._before, None)

    def close(self) -> None:
        """Leave."""
        self.context.close()

    def _read(self, before: float, start: float | None) -> Times:
        assert self.page is not None
        calm = CALM if self.streamlit else 2 * CALM
        p = self.page.evaluate(_REST, [calm, UNSEEN, self.streamlit])
        begun = p["click"] if start is None else start
        at = [(p[k] or p["last"]) - begun for k in ("chart", "charts", "last")]
        paint = self.page.evaluate(_PAINT) if start is not None else 0.0
        busy = self._busy() - before
        return Times(
            paint / 1000, at[0] / 1000, at[1] / 1000, at[2] / 1000, busy, p["shift"], bool(p["charts"])
        )

    def _busy(self) -> float:
        """Processor seconds of the server and of every page of the browser: only one of them is awake."""
        session = self.browser.new_browser_cdp_session()
        known = session.send("SystemInfo.getProcessInfo")["processInfo"]
        session.detach()
        pages = sum(float(p["cpuTime"]) for p in known if p["type"] == "renderer")
        return pages + processeur(self.server)
