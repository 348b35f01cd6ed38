"""Namron, and those who took over its converters."""

from families.formulas import read, reads, sets, write

SCREEN = "hvacUserInterfaceCfg"
CONVERTERS = {
    "namron.fromZigbee.namron_hvac_user_interface": lambda d: [reads(SCREEN, {"keypadLockout": {"child_lock": "value == 0 ? 'UNLOCK' : 'LOCK'"}})],
    "namron.toZigbee.namron_thermostat_child_lock": lambda d: [sets(
        "child_lock", write(SCREEN, {"keypadLockout": "value == 'LOCK' ? 1 : 0"}), read(SCREEN, "keypadLockout"))],
}
