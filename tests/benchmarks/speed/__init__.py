"""How long a book takes, beside plain WeasyPrint, Typst and LuaLaTeX on the same text in the same run."""
