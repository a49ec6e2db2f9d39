"""AES-128 of single blocks in plain Python (FIPS 197), and its counter mode as KY-5 has it. Slow, and not in constant
time: for checking public vectors only."""


def _times_two(x):
    return (x << 1 ^ 0x11B) if x & 0x80 else x << 1


def _substitutions():
    """Inverse in the field of 256 elements, then the affine map."""
    powers = [1]
    while len(powers) < 255:
        # Three generates the field.
        powers.append(powers[-1] ^ _times_two(powers[-1]))
    inverse = {powers[i]: powers[-i % 255] for i in range(255)}
    box = []
    for x in range(256):
        b = inverse.get(x, 0)
        box.append(0x63 ^ b)
        for turn in range(1, 5):
            box[-1] ^= (b << turn | b >> 8 - turn) & 0xFF
    return box


BOX = _substitutions()


def _round_keys(key):
    words = [list(key[i:i + 4]) for i in range(0, 16, 4)]
    constant = 1
    for i in range(4, 44):
        word = words[-1]
        if i % 4 == 0:
            word = [BOX[b] for b in word[1:] + word[:1]]
            word[0] ^= constant
            constant = _times_two(constant)
        words.append([a ^ b for a, b in zip(words[i - 4], word)])
    return [sum(words[i:i + 4], []) for i in range(0, 44, 4)]


def encrypt_block(key, block):
    """One block of 16 bytes; a state is its bytes, column by column."""
    first, *middle, last = _round_keys(key)
    state = [a ^ b for a, b in zip(block, first)]
    for round_key in [*middle, last]:
        # Substitute, and turn row r left by r.
        state = [BOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if round_key is not last:
            state = sum((_mixed(state[c:c + 4]) for c in range(0, 16, 4)), [])
        state = [a ^ b for a, b in zip(state, round_key)]
    return bytes(state)


def _mixed(column):
    every = column[0] ^ column[1] ^ column[2] ^ column[3]
    return [b ^ every ^ _times_two(b ^ column[(r + 1) % 4]) for r, b in enumerate(column)]


def counter_mode(key, counter, text):
    """KY-5: encrypts, and decrypts what it encrypted."""
    number = int.from_bytes(counter, "big")
    output = b""
    for start in range(0, len(text), 16):
        block = encrypt_block(key, ((number + start // 16) % (1 << 128)).to_bytes(16, "big"))
        output += bytes(a ^ b for a, b in zip(text[start:start + 16], block))
    return output


# FIPS 197, appendix B.
assert encrypt_block(
    bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c"), bytes.fromhex("3243f6a8885a308d313198a2e0370734")
).hex() == "3925841d02dc09fbdc118597196a0b32"
