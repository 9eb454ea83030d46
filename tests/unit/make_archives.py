#!/usr/bin/python3
"""Makes the archives that test_unpack reads: make_archives.py DIRECTORY.

Every file is made anew from nothing but the standard library and zstd(1),
so that what is wrong with each can be read here.  good_* must come apart,
bad_* must be refused.
"""
import gzip
import io
import os
import struct
import subprocess
import sys
import tarfile
import warnings
import zipfile
import zlib

os.chdir(sys.argv[1])
warnings.simplefilter("ignore")
A = b"ISA*00*" + b"A" * 1500
B = b"po_number,item\n" * 40
NOISE = bytes((i * i * 7919 >> 5) & 255 for i in range(4096))


def put(name, data):
    with open(name, "wb") as f:
        f.write(data)


def member(name, data=b"", **fields):
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for key, value in fields.items():
        setattr(info, key, value)
    return info, data


def tar(*members, form=tarfile.USTAR_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as t:
        for info, data in members:
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()


def packed(*members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, data in members:
            z.writestr(name, data)
    return out.getvalue()


def gz(data):
    return gzip.compress(data, mtime=0)


def zst(data):
    return subprocess.run(["zstd", "-q", "-c", "--check"], input=data,
                          stdout=subprocess.PIPE, check=True).stdout


def flip(data, at, bits=1):
    data = bytearray(data)
    data[at] ^= bits
    return bytes(data)


def raw_tar_header(name, size=b"00000000000", kind=b"0", link=b"",
                   magic=b"ustar\00000"):
    h = bytearray(512)
    h[0:len(name)] = name
    h[100:107] = b"0000644"
    h[124:124 + len(size)] = size
    h[136:147] = b"00000000000"
    h[156:157] = kind
    h[157:157 + len(link)] = link
    h[257:257 + len(magic)] = magic
    h[148:156] = b" " * 8
    h[148:155] = b"%06o\0" % sum(h)
    return bytes(h)


def zip_by_hand(name, body, size, crc, said=None, count=1, start=0):
    said = size if said is None else said
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, crc,
                        len(body), said, len(name), 0) + name
    central = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, crc,
                          len(body), said, len(name), 0, 0, 0, 0, 0,
                          start) + name
    at = len(local) + len(body)
    return (local + body + central * count +
            struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count,
                        len(central) * count, at, 0))


END = bytes(1024)
two = [member("a.edi", A), member("d/b.csv", B)]
plain = tar(*two)
zipped = packed(("a.edi", A), ("d/b.csv", B))

# --- good -------------------------------------------------------------------
put("good_ustar.tar", plain)
put("good_pax.tar", tar(member("bestel\u00f6.edi", A), *two[1:],
                        form=tarfile.PAX_FORMAT))
put("good_gnu_long_name.tar", tar(member("x" * 300 + ".edi", A), *two[1:],
                                  form=tarfile.GNU_FORMAT))
put("good_old.tar", raw_tar_header(b"a.edi", b"%011o" % len(A), b"\0",
                                   magic=b"") + A.ljust(1536, b"\0") +
    raw_tar_header(b"b.csv", b"%011o" % len(B), b"\0", magic=b"") +
    B.ljust(1024, b"\0") + END)
put("good.tar.gz", gz(plain))
put("good.tar.zst", zst(plain))
put("good_deflated.zip", zipped)
put("good_stored.zip", packed(("a.edi", A), ("d/b.csv", B),
                              method=zipfile.ZIP_STORED))
put("good_traversal.zip", packed(("../../etc/passwd", A), ("..\\b", B)))
put("good_traversal.tar", tar(member("../../etc/passwd", A),
                              member("x/../../y", B)))
put("good_absolute.tar", tar(member("/etc/passwd", A), member("/b", B)))
put("good_absolute.zip", packed(("/etc/passwd", A), ("C:\\b", B)))
put("good_same_name_twice.zip", packed(("a", A), ("a", B)))
put("good_same_name_twice.tar", tar(member("a", A), member("a", B)))
put("good_odd_names.zip", packed(("a\nb\x1b[31m.edi", A), ("-rf ;", B)))
put("good_name_not_utf8.tar", raw_tar_header(b"caf\xe9.edi",
                                             b"%011o" % len(A)) +
    A.ljust(1536, b"\0") + raw_tar_header(b"b", b"%011o" % len(B)) +
    B.ljust(1024, b"\0") + END)
put("good_directories.tar", tar(member("d", type=tarfile.DIRTYPE), two[0],
                                member("e/", type=tarfile.DIRTYPE), two[1]))
put("good_directories.zip", packed(("d/", b""), ("d/a", A), ("e/", b""),
                                   ("e/b", B)))
FORK = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        " + b"\0" * 90
put("good_of_a_mac.zip", packed(
    ("d/", b""), ("d/a", A), ("__MACOSX/", b""), ("__MACOSX/d/._a", FORK),
    ("d/.DS_Store", b"\0\0\0\1Bud1\0\0\x10\0"), ("._b", B),
    (".DS_Store", b"")))
put("good_of_a_mac.tar", tar(member("./._a", FORK), member("./a", A),
                             member("b", B)))
put("good_empty_member.zip", packed(("a", A), ("e", b""), ("b", B)))
put("good_comment.zip", zipped[:-2] + struct.pack("<H", 5) + b"hello")
put("good_nested.zip", packed(("inner.zip", zipped), ("inner.tar", plain)))
put("good_one_zero_block.tar", plain[:8 * 512])
put("good_none.zip", packed())

# streamed: sizes behind the data
class Pipe(io.RawIOBase):
    def __init__(self):
        self.data = b""

    def writable(self):
        return True

    def write(self, b):
        self.data += bytes(b)
        return len(b)


pipe = Pipe()
with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("a", A)
    z.writestr("b", B)
put("good_streamed.zip", pipe.data)

# --- bad: kinds of member -----------------------------------------------------
put("bad_symlink.tar", tar(two[0], member("l", type=tarfile.SYMTYPE,
                                          linkname="/etc/passwd")))
put("bad_hardlink.tar", tar(two[0], member("l", type=tarfile.LNKTYPE,
                                           linkname="a.edi")))
put("bad_fifo.tar", tar(two[0], member("f", type=tarfile.FIFOTYPE)))
put("bad_character_device.tar", tar(member("null", type=tarfile.CHRTYPE,
                                           devmajor=1, devminor=3)))
put("bad_block_device.tar", tar(member("sda", type=tarfile.BLKTYPE,
                                       devmajor=8)))
link = zipfile.ZipInfo("l")
link.create_system = 3
link.external_attr = 0o120777 << 16
put("bad_symlink.zip", packed((link, b"/etc/passwd")))
fifo = zipfile.ZipInfo("f")
fifo.create_system = 3
fifo.external_attr = 0o010644 << 16
put("good_fifo.zip", packed((fifo, A), ("b", B)))
put("bad_directory_with_content.zip", packed(("d/", A)))
put("bad_name_empty.zip", zip_by_hand(b"", zlib.compress(A)[2:-4], len(A),
                                      zlib.crc32(A)))
put("bad_name_long.tar", tar(member("n" * 5000, A),
                             form=tarfile.GNU_FORMAT))
put("bad_sparse.tar", tar(member("s", A, pax_headers={
    "GNU.sparse.major": "0", "GNU.sparse.minor": "1",
    "GNU.sparse.name": "s", "GNU.sparse.size": "1000000000000",
    "GNU.sparse.map": "999999990000,%d" % len(A)}),
    form=tarfile.PAX_FORMAT))

# --- bad: methods, passwords ----------------------------------------------------
put("bad_bzip2.zip", packed(("a", A), method=zipfile.ZIP_BZIP2))
put("bad_lzma.zip", packed(("a", A), method=zipfile.ZIP_LZMA))
put("encrypted_input", A)
subprocess.run(["zip", "-q", "-P", "secret", "bad_encrypted.zip",
                "encrypted_input"], check=True)
os.unlink("encrypted_input")
encrypted = bytearray(packed(("a", A), ("b", B)))
for magic, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
    encrypted[encrypted.rindex(magic) + flags] |= 1
put("bad_encrypted_second.zip", encrypted)

# --- bad: too much ---------------------------------------------------------------
zeros = zlib.compressobj(9, zlib.DEFLATED, -15)
body, crc, left = b"", 0, 1 << 30
block = bytes(1 << 20)
while left > 0:
    body += zeros.compress(block)
    crc = zlib.crc32(block, crc)
    left -= len(block)
body += zeros.flush()


put("bomb_1_gib.zip", zip_by_hand(b"bomb", body, 1 << 30, crc))
put("bomb_lies.zip", zip_by_hand(b"bomb", body, 1 << 30, crc, said=100))
put("bad_size_lie.zip", zip_by_hand(b"a", zlib.compress(A, 9)[2:-4], len(A),
                                    zlib.crc32(A), said=len(A) - 10))
put("bad_overlapping.zip", zip_by_hand(b"a", zlib.compress(A, 9)[2:-4],
                                       len(A), zlib.crc32(A), count=50))
half = tar(member("zeros", bytes(8 << 20)))
put("bomb_ratio.tar.gz", gz(half))
put("bomb_ratio.tar.zst", zst(half))
put("bomb_ratio.zip", packed(("zeros", bytes(8 << 20))))
put("bomb_headers.tar.gz", gz(b"".join(
    raw_tar_header(b"d%05d/" % i, kind=b"5") for i in range(20000)) + END))
many = [("m%05d" % i, b"") for i in range(20000)]
put("many_20000.zip", packed(*many, method=zipfile.ZIP_STORED))
put("many_20000.tar", tar(*[member(n) for n, _ in many]))
put("many_20000.tar.zst", zst(tar(*[member(n, b"x") for n, _ in many])))
put("total.tar", tar(*[member("t%d" % i, NOISE * 64) for i in range(10)]))
put("total.zip", packed(*[("t%d" % i, NOISE * 64) for i in range(10)],
                        method=zipfile.ZIP_STORED))

# --- bad: damaged ------------------------------------------------------------------
put("bad_checksum.zip", flip(packed(("a", A), method=zipfile.ZIP_STORED),
                             200))
put("bad_checksum_deflated.zip", zip_by_hand(
    b"a", zlib.compress(A, 9)[2:-4], len(A), zlib.crc32(A) ^ 1))
put("bad_deflate.zip", flip(zipped, 45, 0xff))
put("bad_header_checksum.tar", flip(plain, 512 * 4 + 3))
put("bad_first_header_checksum.tar", flip(plain, 3))
put("bad_checksum.tar.gz", flip(gz(plain), -8))
put("bad_length.tar.gz", flip(gz(plain), -4))
level0 = gzip.compress(plain, 0, mtime=0)
put("bad_content.tar.gz", flip(level0, level0.index(b"AAAA") + 100))
put("bad_checksum.tar.zst", flip(zst(plain), -1))
store = zst(tar(member("a", NOISE)))
put("bad_content.tar.zst", flip(store, len(store) // 2))
put("bad_behind_end.tar", plain + b"x" * 512)
put("bad_behind_end.tar.gz", gz(plain + plain))
put("bad_two_members.tar.gz", gz(plain) + gz(plain))
put("bad_garbage_behind.tar.gz", gz(plain) + b"garbage")
put("bad_garbage_behind.tar.zst", zst(plain) + b"garbage")
put("bad_garbage_behind.zip", zipped + b"garbage")
put("bad_two_in_one.zip", zipped + zipped)
put("bad_no_tar_inside.gz", gz(A))
put("bad_no_tar_inside.zst", zst(A))
put("bad_zip_inside.gz", gz(zipped))
put("bad_twice.tar.gz.gz", gz(gz(plain)))
put("bad_twice.tar.zst.gz", gz(zst(plain)))
put("bad_empty.gz", gz(b""))
put("bad_only_magic.zip", b"PK\3\4")
put("bad_only_magic.gz", b"\x1f\x8b")
put("bad_only_magic.zst", b"\x28\xb5\x2f\xfd")
put("bad_count.zip", flip(flip(zipped, -14), -12))
put("bad_no_archive.txt", A)
put("bad_zero_length", b"")
put("bad_negative_size.tar", raw_tar_header(b"a", b"-0000000001") + END)
put("bad_huge_size.tar", raw_tar_header(b"a", b"77777777777") + END)
put("bad_base256_size.tar", raw_tar_header(
    b"a", b"\x80" + b"\xff" * 11) + END)
