"""The texts of a study file are found with their line, their place and the register's mark."""

import io

from dialogs.study.extract import TEXT_KEYS, extract_study, study_texts


def test_the_line_of_a_text_is_where_its_string_begins() -> None:
    source = '# title = "no"\n\ntitle = "One"\nnote = """\ntwo\nlines"""\nhint = "Three" # "four"\n'
    assert [(text.line, text.text) for text in study_texts(source)] == [(3, "One"), (4, "two\nlines"), (7, "Three")]


def test_the_same_text_twice_has_two_lines() -> None:
    source = 'options = [\n  { value = "Yes", label = "Yes" },\n  { value = "b", label = "Yes" },\n]'
    assert [(text.line, text.comments) for text in study_texts(source)] == [
        (2, ["options Yes: label", "button"]),
        (3, ["options b: label", "button"]),
    ]


def test_a_list_under_a_text_key_is_one_text_per_element() -> None:
    assert [text.text for text in study_texts('bring = ["The report", "The list"]\nsaid = []')] == [
        "The report",
        "The list",
    ]


def test_only_the_tables_own_texts_are_the_registers() -> None:
    source = 'title = "Ours"\n[card]\nregister = true\nbody = "Theirs"\n[card.aside]\nbody = "Ours too"'
    marked = {text.text: "register" in text.comments for text in study_texts(source)}
    assert marked == {"Ours": False, "Theirs": True, "Ours too": False}


def test_what_people_do_not_read_is_left_out() -> None:
    source = 'id = "x"\nheard = { es = ["sí"] }\nunit = "mg/g"\n"weird key" = "no"\ntext = "  "'
    assert study_texts(source) == []


def test_a_key_in_quotes_an_escape_and_a_literal_string_are_read_as_toml_reads_them() -> None:
    source = '"text" = "a \\"b\\" \\u00e9"\nhint = \'c "d" # e\'\nnote = """f \\\n   g"""\nwhy = \'\'\'h\'\'\''
    assert [text.text for text in study_texts(source)] == ['a "b" é', 'c "d" # e', "f g", "h"]


def test_every_text_of_every_key_gets_a_line() -> None:
    keys = sorted(TEXT_KEYS - {"shown"})
    source = "\n".join(f'{key} = "The {key}"' for key in keys)
    assert [text.line for text in study_texts(source)] == list(range(1, len(keys) + 1))


def test_a_name_that_people_read_in_another_form_is_no_text() -> None:
    source = '[[unit]]\nname = "m2"\nshown = "m²"\n[[unit]]\nname = "m"'
    assert [text.text for text in study_texts(source)] == ["m²", "m"]


def test_babel_gets_line_message_and_comments() -> None:
    found = list(extract_study(io.BytesIO('title = "Ñandú"'.encode()), {}, (), {}))
    assert found == [(1, None, "Ñandú", ["title"])]


def test_a_limit_of_a_rule_is_no_text_and_its_side_of_a_criterion_is_one() -> None:
    source = """[[criterion]]
id = "bones"
below = "Too low."
rule = { kind = "any_of", rules = [{ kind = "limits", fact = "bone", below = "6.5", above = "-2.5" }] }
"""
    assert [text.text for text in study_texts(source)] == ["Too low."]
