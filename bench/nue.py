"""Bare pages beside which ours are timed: as many Plotly charts from constants, one choice that draws them anew.

Run as a Streamlit script it has an empty page too, to come from; `DASH` is the same thing for Dash, run by a Python that has it.
"""

DASH = """
import sys
from dash import Dash, Input, Output, dcc, html
n, port = int(sys.argv[1]), int(sys.argv[2])
def figure(i, chosen):
    values = [3 + i, 5, 8, 13 + len(chosen or [])]
    return {"data": [{"type": "bar", "x": ["a", "b", "c", "d"], "y": values}], "layout": {"height": 320}}
app = Dash()
app.layout = html.Div([
    dcc.Checklist(["Public", "Privé"], [], id="secteur"),
    html.H1("Constants"),
    *(dcc.Graph(figure=figure(i, []), id=f"c{i}") for i in range(n)),
])
@app.callback([Output(f"c{i}", "figure") for i in range(n)], Input("secteur", "value"), prevent_initial_call=True)
def draw(chosen):
    return [figure(i, chosen) for i in range(n)]
app.run(port=port, debug=False)
"""


def main() -> None:
    """The Streamlit script: a page without charts, and one with as many as `charts` in the address says."""
    import streamlit as st

    count = int(st.query_params.get("charts", st.session_state.get("_charts", 1)))
    st.session_state["_charts"] = count

    def draw() -> None:
        chosen = st.sidebar.multiselect("Secteur", ["Privé", "Public"], key="secteur")
        st.title("Constants")
        for i in range(count):
            values = [3 + i, 5, 8, 13 + len(chosen)]
            st.plotly_chart(
                {
                    "data": [{"type": "bar", "x": ["a", "b", "c", "d"], "y": values}],
                    "layout": {"height": 320},
                },
                key=f"c{i}",
            )

    charts = st.Page(draw, title="Graphiques", default=True)
    empty = st.Page(lambda: st.title("Vide"), title="Vide", url_path="vide")
    st.navigation([charts, empty]).run()


if __name__ == "__main__":
    main()
