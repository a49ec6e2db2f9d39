"""The code of a Swift file: comments and the text of string literals become blanks, lines stay lines.

Knows nested comments, strings with escapes, multi-line and raw strings with any number of `#`, extended
regular expressions, and interpolation, whose contents are code again.
"""

import re

OPENING = re.compile(r'(#*)("""|")')


def code_of(text):
    """The text with everything that is not code blanked out, at unchanged line and column."""
    output = list(text)
    _code(text, output, 0, None)
    return "".join(output)


def _blank(text, output, start, end):
    for index in range(start, min(end, len(text))):
        if text[index] != "\n":
            output[index] = " "


def _code(text, output, position, closing):
    """Reads code from `position`; inside an interpolation, until the bracket that closes it."""
    depth = 0
    while position < len(text):
        letter = text[position]
        if text.startswith("//", position):
            end = text.find("\n", position)
            end = len(text) if end < 0 else end
            _blank(text, output, position, end)
            position = end
        elif text.startswith("/*", position):
            position = _comment(text, output, position)
        elif letter in '"#' and (opening := OPENING.match(text, position)):
            position = _string(text, output, position, opening)
        elif letter == "#" and (regex := re.compile(r"(#+)/").match(text, position)):
            end = text.find("/" + regex.group(1), regex.end())
            end = len(text) if end < 0 else end + 1 + len(regex.group(1))
            _blank(text, output, position, end)
            position = end
        elif closing and letter == "(":
            depth += 1
            position += 1
        elif closing and letter == ")":
            if depth == 0:
                return position + 1
            depth -= 1
            position += 1
        else:
            position += 1
    return position


def _comment(text, output, start):
    position, depth = start + 2, 1
    while position < len(text) and depth:
        if text.startswith("/*", position):
            depth += 1
            position += 2
        elif text.startswith("*/", position):
            depth -= 1
            position += 2
        else:
            position += 1
    _blank(text, output, start, position)
    return position


def _string(text, output, start, opening):
    """Blanks the literal but keeps its quotes and the code of its interpolations."""
    hashes, quote = opening.groups()
    ending, escape = quote + hashes, "\\" + hashes
    position = opening.end()
    while position < len(text):
        if text.startswith(ending, position):
            return position + len(ending)
        if text.startswith(escape, position):
            after = position + len(escape)
            if text.startswith("(", after):
                _blank(text, output, position, after)
                position = _code(text, output, after + 1, ")")
            else:
                _blank(text, output, position, after + 1)
                position = after + 1
        elif quote == '"' and text[position] == "\n":
            return position  # an unterminated literal ends with its line
        else:
            _blank(text, output, position, position + 1)
            position += 1
    return position
