"""The roles of a centre, and what is worth thinking about in a choice of them."""

from planner.domain.centre_roles import ROLES, remarks, split


def test_everyday_and_strategic_roles_are_told_apart_in_the_order_of_the_table() -> None:
    everyday, strategic = split(["listen", "sales", "nonsense", "everyday"])
    assert [[one.key for one in part] for part in (everyday, strategic)] == [["everyday", "sales"], ["listen"]]
    assert {key: role.key for key, role in ROLES.items()} == {key: key for key in ROLES}


def test_a_choice_that_pulls_two_ways_is_remarked_upon() -> None:
    assert remarks([]) == []
    assert remarks(["sales", "listen"]) == []
    assert remarks(["sales"]) == ["All of these are everyday roles. Which one says why the centre is worth its money?"]
    assert remarks(["efficient", "loyalty"]) == [
        "Least cost and loyalty pull against each other: say in the statement which one gives way."
    ]
