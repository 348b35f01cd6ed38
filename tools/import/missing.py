class Missing(Exception):
    """What our blocks cannot do yet, in words for a row's `missing:`."""


def take(args, known):
    """The one object of arguments, with nothing in it that is not in `known`."""
    if len(args) > 1:
        raise Missing("arguments " + str(args)[:80])
    given = dict(args[0]) if args else {}
    for key in given:
        if key not in known:
            raise Missing(key)
    return given
