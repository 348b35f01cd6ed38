"""Develco and frient."""

EXTENSIONS = {
    # Reads which firmware a device has.
    "develco.develcoModernExtend.readGenBasicPrimaryVersions": lambda args, d: [],
}
RECORDED = set(EXTENSIONS)
