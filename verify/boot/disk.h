// Disk images: made fresh for every run from their description, and read again afterwards.
#pragma once

#include "base/result.h"
#include "verify/boot/scenario.h"

#include <string>
#include <vector>

namespace levitate::boot {

/// Makes the image of `disk` as a raw file at `path`: sparse, with the filesystem (mkfs.fat and
/// mcopy of mtools, or mke2fs), then the contents. The same description gives the same bytes, as
/// far as the filesystem tools allow. An environment error when a tool is missing or the host has
/// no space.
Result<void> makeDisk(const Disk &disk, const std::string &path);

/// The two halves of makeDisk: a sparse file of the right size, and what is on it. A machine that
/// is not running yet needs no more than the first, so that its start and the second overlap.
Result<void> createDisk(const Disk &disk, const std::string &path);
Result<void> fillDisk(const Disk &disk, const std::string &path);

/// Writes a file of a run: at once, without the care (and the time) that a file needs which must
/// outlive a crash of the host.
Result<void> writeScratch(const std::string &path, std::string_view bytes);

/// The bytes that `contents` describes.
std::string bytesOf(const Contents &contents);

/// `length` bytes of the counting pattern from `offset` on: byte i of a disk is
/// `(i ^ i >> 8 ^ i >> 16 ^ 0x5A) & 0xFF`, so that blocks which land in the wrong place differ.
std::string countingPattern(std::uint64_t offset, std::uint64_t length);

/// Reads `length` bytes at `offset`; fewer when the file ends before.
Result<std::string> readBytes(const std::string &path, std::uint64_t offset, std::uint64_t length);

/// A write that QEMU saw, from the log that its driver `blklogwrites` keeps.
struct LoggedWrite {
  std::uint64_t offset = 0;
  std::string bytes;
};
/// Reads such a log (the format of Linux' dm-log-writes). A broken log is an environment error.
Result<std::vector<LoggedWrite>> readWriteLog(const std::string &path);

/// Says where and how two byte strings differ first: "byte 0x10: expected 41 42 .., found 00 00
/// ..".
std::string firstDifference(const std::string &expected, const std::string &found);

/// A digest of a file of any size: SHA-256 over the digests (hex) of its parts of 1 MiB, or
/// `zeros`.
Result<std::string> fileDigest(const std::string &path);

} // namespace levitate::boot
