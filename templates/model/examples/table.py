"""An example for tables. To use it, take the `# ` away, and these functions out above.

With named columns the table is a DataFrame:
ml-image spec --set input.columns=age:float64,city:str --input input:.csv --output output:.csv
"""

from typing import Any

import pandas as pd


def preprocess(inputs: dict[str, Any], **params: Any) -> dict[str, Any]:
    """Fill in what is missing, and add the columns that are computed from others."""
    ((name, table),) = inputs.items()
    table = table.fillna(table.median(numeric_only=True))
    return {name: table}


def postprocess(
    outputs: dict[str, Any], inputs: dict[str, Any], **params: Any
) -> dict[str, Any]:
    """The predictions beside the table that they are of."""
    ((name, predicted),) = outputs.items()
    (table,) = inputs.values()
    return {name: pd.DataFrame(table).assign(prediction=predicted)}
