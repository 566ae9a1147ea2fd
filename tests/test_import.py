"""What `import irdp` gives, and what it leaves alone."""

import subprocess
import sys

import irdp

HEAVY = [
    "sklearn",
    "scipy",
    "pandas",
    "polars",
    "pyarrow",
    "matplotlib",
    "jinja2",
    "typer",
    "rich",
    "pydantic",
]


def in_a_new_process(code):
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return run.stdout.split()


def test_the_import_is_light():
    loaded = in_a_new_process("import irdp, sys; print(*sys.modules)")
    assert "irdp" in loaded
    assert not {name.partition(".")[0] for name in loaded} & set(HEAVY)


def test_scoring_a_mapping_stays_light():
    code = "import irdp, sys; irdp.load('was@1.0.0').score({'WAI1': [4]}).values('score'); print(*sys.modules)"
    loaded = {name.partition(".")[0] for name in in_a_new_process(code)}
    assert not loaded & (set(HEAVY) - {"pydantic"})


def test_public_names_are_sorted_and_all_there():
    assert sorted(irdp.__all__) == irdp.__all__ == dir(irdp)
    assert all(getattr(irdp, name) is not None for name in irdp.__all__)


def test_a_function_is_not_hidden_by_a_module():
    irdp.load("was@1.0.0")
    assert "was@1.0.0" in [d.reference for d in irdp.catalog()]
