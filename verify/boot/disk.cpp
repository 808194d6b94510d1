#include "verify/boot/disk.h"

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "verify/boot/sha256.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace levitate::boot {

namespace {

Error systemError(const std::string &path) {
  return Error::at(ExitStatus::Environment, {path, 0, 0}, std::strerror(errno));
}

class File {
public:
  explicit File(int descriptor) : descriptor(descriptor) {}
  ~File() {
    if (descriptor >= 0)
      ::close(descriptor);
  }
  File(const File &) = delete;
  File &operator=(const File &) = delete;
  const int descriptor;
};

Result<void> writeAt(const File &file, const std::string &path, std::string_view bytes,
                     std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t written =
        ::pwrite(file.descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return systemError(path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return {};
}

} // namespace

Result<void> writeScratch(const std::string &path, std::string_view bytes) {
  const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (file.descriptor < 0)
    return systemError(path);
  return writeAt(file, path, bytes, 0);
}

namespace {

Result<void> runTool(const std::vector<std::string> &arguments, const std::string &disk) {
  Command command{.arguments = arguments, .deadline = std::chrono::minutes(2), .mergeOutput = true};
  // The tools of filesystems often live where only root looks.
  const char *path = std::getenv("PATH");
  const std::string extended = std::string(path ? path : "/usr/bin:/bin") + ":/usr/sbin:/sbin";
  if (!findProgram(arguments.front()))
    for (const char *folder : {"/usr/sbin/", "/sbin/"})
      if (exists(folder + arguments.front()))
        command.arguments.front() = folder + arguments.front();
  command.environment = {{"PATH", extended},
                         {"MTOOLS_SKIP_CHECK", "1"},
                         {"SOURCE_DATE_EPOCH", "1577836800"},
                         {"E2FSPROGS_FAKE_TIME", "1577836800"}};
  LEVITATE_TRY(result, runProcess(command));
  if (!result.succeeded())
    return Error::environment("disk '" + disk + "': " + shellQuoted(arguments) +
                              " failed: " + std::string(trim(result.output)));
  return {};
}

Result<void> makeFilesystem(const Disk &disk, const std::string &path) {
  const std::string staging = path + ".files"; // beside the image, so that it goes with the run
  LEVITATE_CHECK(makeDirectory(staging));
  std::vector<std::pair<std::string, std::string>> files; // on the host, on the disk
  for (const DiskFile &file : disk.files) {
    std::string contents = file.contents;
    if (!file.source.empty()) {
      LEVITATE_TRY(copied, readText(file.source));
      contents = std::move(copied);
    }
    files.emplace_back(staging + "/" + file.path, file.path);
    LEVITATE_CHECK(makeDirectory(std::string(parentPath(files.back().first))));
    LEVITATE_CHECK(writeScratch(files.back().first, contents));
  }
  if (disk.filesystem == "ext4") {
    std::vector<std::string> command = {"mke2fs",         "-q", "-F",   "-t", "ext4", "-E",
                                        "root_owner=0:0", "-d", staging};
    if (!disk.label.empty())
      command.insert(command.end(), {"-L", disk.label});
    command.push_back(path);
    return runTool(command, disk.id);
  }
  std::vector<std::string> command = {"mkfs.fat", "-F", disk.filesystem == "fat32" ? "32" : "16",
                                      "-i", "4C455649"}; // a fixed serial number: equal bytes
  if (!disk.label.empty())
    command.insert(command.end(), {"-n", disk.label});
  command.push_back(path);
  LEVITATE_CHECK(runTool(command, disk.id));
  std::vector<std::string> folders;
  for (const auto &[source, name] : files) {
    std::string folder;
    const std::vector<std::string> parts = split(name, "/");
    for (std::size_t part = 0; part + 1 < parts.size(); ++part) {
      folder += "/" + parts[part];
      if (std::find(folders.begin(), folders.end(), folder) != folders.end())
        continue;
      folders.push_back(folder);
      LEVITATE_CHECK(runTool({"mmd", "-i", path, "::" + folder}, disk.id));
    }
    LEVITATE_CHECK(runTool({"mcopy", "-i", path, source, "::/" + name}, disk.id));
  }
  return {};
}

} // namespace

std::string countingPattern(std::uint64_t offset, std::uint64_t length) {
  std::string bytes;
  bytes.reserve(length);
  for (std::uint64_t i = offset; i < offset + length; ++i)
    bytes += static_cast<char>((i ^ i >> 8U ^ i >> 16U ^ 0x5AU) & 0xFFU);
  return bytes;
}

std::string bytesOf(const Contents &contents) {
  return contents.pattern ? countingPattern(contents.offset, contents.length) : contents.bytes;
}

Result<void> makeDisk(const Disk &disk, const std::string &path) {
  LEVITATE_CHECK(createDisk(disk, path));
  return fillDisk(disk, path);
}

Result<void> createDisk(const Disk &disk, const std::string &path) {
  const File file(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (file.descriptor < 0 || ::ftruncate(file.descriptor, static_cast<off_t>(disk.size)) != 0)
    return systemError(path);
  return {};
}

Result<void> fillDisk(const Disk &disk, const std::string &path) {
  if (!disk.filesystem.empty())
    LEVITATE_CHECK(makeFilesystem(disk, path));
  const File file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (file.descriptor < 0)
    return systemError(path);
  for (const Contents &contents : disk.contents) {
    constexpr std::uint64_t most = 1U << 20U;
    const std::uint64_t length = contents.pattern ? contents.length : contents.bytes.size();
    if (!contents.pattern)
      LEVITATE_CHECK(writeAt(file, path, contents.bytes, contents.offset));
    for (std::uint64_t done = 0; contents.pattern && done < length; done += most)
      LEVITATE_CHECK(writeAt(file, path,
                             countingPattern(contents.offset + done, std::min(most, length - done)),
                             contents.offset + done));
  }
  if (disk.truncate && ::ftruncate(file.descriptor, static_cast<off_t>(*disk.truncate)) != 0)
    return systemError(path);
  return {};
}

Result<std::string> readBytes(const std::string &path, std::uint64_t offset, std::uint64_t length) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.descriptor < 0)
    return systemError(path);
  std::string bytes(length, '\0');
  std::size_t got = 0;
  while (got < length) {
    const ssize_t part = ::pread(file.descriptor, bytes.data() + got, length - got,
                                 static_cast<off_t>(offset + got));
    if (part < 0 && errno == EINTR)
      continue;
    if (part < 0)
      return systemError(path);
    if (part == 0)
      break;
    got += static_cast<std::size_t>(part);
  }
  bytes.resize(got);
  return bytes;
}

std::string firstDifference(const std::string &expected, const std::string &found) {
  const auto excerpt = [](const std::string &bytes, std::size_t at) {
    std::string text;
    for (std::size_t i = at; i < std::min(bytes.size(), at + 8); ++i)
      text += (text.empty() ? "" : " ") + toHex(bytes.substr(i, 1));
    return text.empty() ? std::string("nothing") : text;
  };
  const auto [a, b] = std::mismatch(expected.begin(), expected.end(), found.begin(), found.end());
  if (a == expected.end() && b == found.end())
    return "no difference";
  const auto at = static_cast<std::size_t>(a - expected.begin());
  return "byte " + std::to_string(at) + " of " + std::to_string(expected.size()) + ": expected " +
         excerpt(expected, at) + ", found " + excerpt(found, at);
}

Result<std::vector<LoggedWrite>> readWriteLog(const std::string &path) {
  LEVITATE_TRY(log, readText(path));
  const auto number = [&](std::uint64_t at, unsigned width) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < width; ++i)
      value |= std::uint64_t{static_cast<unsigned char>(log[at + i])} << (8 * i);
    return value;
  };
  const Error broken = Error::at(ExitStatus::Environment, {path, 0, 0}, "a broken log of writes");
  constexpr std::uint64_t magic = 0x6a736677736872ULL, superblock = 28, entryHeader = 32;
  if (log.size() < superblock || number(0, 8) != magic)
    return broken;
  const std::uint64_t entries = number(16, 8), sectorSize = number(24, 4);
  if (sectorSize < 512 || sectorSize > 1U << 20U)
    return broken;
  std::vector<LoggedWrite> writes;
  std::uint64_t at = sectorSize;
  for (std::uint64_t entry = 0; entry < entries; ++entry) {
    if (at + entryHeader > log.size())
      return broken;
    const std::uint64_t sector = number(at, 8), length = number(at + 8, 8) * sectorSize;
    const bool discards = (number(at + 16, 8) & 4U) != 0;
    at += sectorSize;
    if (discards || length == 0)
      continue;
    if (at > log.size() || log.size() - at < length)
      return broken;
    writes.push_back({sector * sectorSize, log.substr(at, length)});
    at += length;
  }
  return writes;
}

Result<std::string> fileDigest(const std::string &path) {
  // Whole blocks of zeros are common; the digest of the digests of 1 MiB parts reads each once and
  // never holds more than one.
  std::string digests;
  constexpr std::uint64_t step = 1U << 20U;
  static const std::string zeros(step, '\0');
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status{};
  if (file.descriptor < 0 || ::fstat(file.descriptor, &status) != 0)
    return systemError(path);
  const auto size = static_cast<std::uint64_t>(status.st_size);
  std::uint64_t data = 0; // where the next data is, at or behind `offset`
  for (std::uint64_t offset = 0; offset < size; offset += step) {
    // Disks are mostly holes, which need not be read.
    if (data < offset + step && data <= offset) {
      const off_t next = ::lseek(file.descriptor, static_cast<off_t>(offset), SEEK_DATA);
      data = next >= 0        ? static_cast<std::uint64_t>(next)
             : errno == ENXIO ? size // no more data
                              : offset;
    }
    if (data >= offset + step && offset + step <= size) {
      digests += "zeros";
      continue;
    }
    LEVITATE_TRY(part, readBytes(path, offset, step));
    digests += part == zeros ? std::string("zeros") : sha256(part);
  }
  return sha256(digests);
}

} // namespace levitate::boot
