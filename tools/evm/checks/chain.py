"""The contracts compiled, deployed and called."""

import json
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace

from pyrevm import EVM, BlockEnv

from .abi import Encoder

FOLDER = Path(__file__).resolve().parent.parent / "contract"
CALLER = "0x" + "ca" * 20
RULES = "CANCUN"
ERROR = bytes.fromhex("08c379a0")  # Error(string)
NAMELESS = "(without a name)"
LARGEST_CODE = 24_576  # EIP-170


@lru_cache(maxsize=None)
def compiled(name):
    """The ABI and the code of a contract."""
    made = subprocess.run(
        [Path(sys.executable).parent / "vyper", "-f", "abi,bytecode", FOLDER / f"{name}.vy"],
        check=True, capture_output=True, text=True, env={"PYTHONWARNINGS": "ignore", "PYTHONDONTWRITEBYTECODE": "1"})
    abi, code = made.stdout.split("\n")[:2]
    entries = json.loads(abi)
    functions = {each["name"]: each for each in entries if each["type"] == "function"}
    [constructor] = [each for each in entries if each["type"] == "constructor"]
    return SimpleNamespace(functions=functions, constructor=constructor, code=bytes.fromhex(code[2:]))


class Chain:
    """An EVM of its own, at a time."""

    def __init__(self, time=0):
        self.evm = EVM(spec_id=RULES)
        self.set_time(time)

    def set_time(self, time):
        self.evm.set_block_env(BlockEnv(timestamp=time))

    def deploy(self, name, *values):
        """The contract and what its deployment gave."""
        made, encoder = compiled(name), Encoder()
        code = made.code + encoder.arguments(made.constructor["inputs"], values)
        try:
            address = self.evm.deploy(CALLER, code)
        except RuntimeError as error:
            return None, refusal(error, encoder.beyond)
        size = len(self.evm.get_code(address))
        assert size <= LARGEST_CODE, f"{name} has {size} bytes"
        return Contract(self.evm, made, address), accepted(b"", self.evm.result.gas_used, encoder.beyond)


class Contract:
    def __init__(self, evm, made, address):
        self.evm, self.made, self.address = evm, made, address
        self.word = bytes.fromhex(address[2:])

    def calldata(self, name, *values):
        encoder = Encoder()
        return encoder.call(self.made.functions[name], values), encoder.beyond

    def call(self, name, *values):
        data, beyond = self.calldata(name, *values)
        return self.send(data, beyond, self.made.functions[name]["stateMutability"] in ("view", "pure"))

    def store(self, slot, value):
        self.evm.insert_account_storage(self.address, slot, value)

    def send(self, data, beyond=False, static=True):
        try:
            output = self.evm.message_call(CALLER, self.address, calldata=data, is_static=static)
        except RuntimeError as error:
            return refusal(error, beyond)
        return accepted(bytes(output), self.evm.result.gas_used, beyond, intrinsic(data))


def intrinsic(data):
    """The part of a transaction's gas that is paid before the call: a contract that calls does not pay it."""
    zeros = data.count(0)
    return 21_000 + 4 * zeros + 16 * (len(data) - zeros)


def accepted(output, gas, beyond, before=0):
    return SimpleNamespace(output=output, refused=None, gas=gas, execution=gas - before, beyond=beyond)


def refusal(error, beyond):
    """A revert with its reason; anything else that stops a call is no refusal, and is said as it is."""
    text = str(error)
    found = re.match(r"Revert \{ gas_used: (\d+), output: 0x([0-9a-f]*)", text)
    if found is None:
        return SimpleNamespace(output=b"", refused=text, gas=0, beyond=beyond)
    output, name = bytes.fromhex(found.group(2)), NAMELESS
    if output[:4] == ERROR:
        length = int.from_bytes(output[36:68], "big")
        name = output[68 : 68 + length].decode()
    elif output:
        name = "0x" + output.hex()
    return SimpleNamespace(output=b"", refused=name, gas=int(found.group(1)), beyond=beyond)
