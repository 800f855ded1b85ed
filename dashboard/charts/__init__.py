"""Series in, Plotly figures out (plain JSON). Colours are tokens of the style sheet, `var(--github)`: the browser
resolves them, so that one figure serves light and dark."""
