"""A small cohort and several criteria sets, for what the workflow does with them together."""

from __future__ import annotations

import pandas as pd
import pytest

import trialmatch as tm

HEADER = """%s %s "Made for a test"
  screen %s

codes infarction = ICD10 I21
codes surgery = NCSP FNG
measure ldl = LOINC 13457-7 in mmol/L

"""
ADULTS = """include
  I1 "Adult": age >= 18 years
  I2 "Infarction": diagnosis infarction within 12 months before index
"""
YOUNG = """include
  I1 "Infarction": diagnosis infarction within 12 months before index
exclude
  E1 "Adult": age >= 18 years
  E2 "Consent": manual "Lacks capacity to consent"
"""
OF_OPERATIONS = """include
  I1 "Woman": female
  I2 "LDL": latest ldl >= 2 mmol/L
"""


@pytest.fixture(scope="session")
def adults() -> tm.Criteria:
    return tm.parse(HEADER % ("trial", "ADULTS", "each patient") + ADULTS)


@pytest.fixture(scope="session")
def young() -> tm.Criteria:
    return tm.parse(HEADER % ("trial", "YOUNG", "each patient") + YOUNG)


@pytest.fixture(scope="session")
def operations() -> tm.Criteria:
    return tm.parse(HEADER % ("registry", "OPERATIONS", "each procedure surgery") + OF_OPERATIONS)


@pytest.fixture
def cohort() -> tm.Cohort:
    """Four patients: secret-1 to secret-4; the last one died in 2023."""
    patients = pd.DataFrame(
        {
            "patient": [f"secret-{n}" for n in (1, 2, 3, 4)],
            "birth": ["1960-05-01", "2010-01-01", "1970", "1950-01-01"],
            "sex": ["female", "male", "female", "male"],
            "death": [None, None, None, "2023-01-01"],
        }
    )
    diagnosis = pd.DataFrame(
        {
            "patient": ["secret-1", "secret-2", "secret-3", "secret-3"],
            "system": "ICD10",
            "code": ["I21.4", "I21.9", "I21.0", "J45"],
            "start": ["2023-12-01", "2023-06-01", "2020-01-01", "2024-01-01"],
        }
    )
    procedure = pd.DataFrame(
        {
            "patient": ["secret-1", "secret-1", "secret-2"],
            "id": ["op1", "op2", "op3"],
            "system": "NCSP",
            "code": "FNG02",
            "start": ["2023-12-02", "2024-01-02", "2024-02-01"],
        }
    )
    measurement = pd.DataFrame(
        {
            "patient": ["secret-1"],
            "system": "LOINC",
            "code": "13457-7",
            "start": ["2023-12-31"],
            "value": [2.5],
            "unit": "mmol/L",
        }
    )
    events = {"diagnosis": diagnosis, "procedure": procedure, "measurement": measurement}
    return tm.Cohort.from_frames(patients, events, cut_off="2024-03-01", synthetic=True)
