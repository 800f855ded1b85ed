"""Two repositories with months of history behind them, modelled on the facts of the field; all of it made up."""
