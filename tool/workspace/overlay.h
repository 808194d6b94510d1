// The contents of a tree while a migration is planned: the files on disk under new contents that
// are held in memory. Nothing here writes to disk.
#pragma once

#include "base/result.h"
#include "tool/changeset/changeset.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace levitate::workspace {

/// Paths are relative to the root and normalised. What changes nothing may be called by several
/// threads at once; what writes, by one alone.
class Overlay {
public:
  explicit Overlay(std::string root) : rootPath(std::move(root)) {}

  const std::string &root() const { return rootPath; }

  /// The contents as planned so far; nothing when there is no such file. An environment error when
  /// the file on disk can't be read.
  Result<std::optional<std::string>> read(const std::string &path) const;
  /// The same, without the planned contents.
  Result<std::optional<std::string>> readOriginal(const std::string &path) const;
  bool exists(const std::string &path) const;

  void write(const std::string &path, std::string contents);
  void erase(const std::string &path);
  /// Notes that `to` continues the file `from`.
  void noteMove(const std::string &from, const std::string &to);

  /// The planned contents by path; no value for a file that is deleted.
  const std::map<std::string, std::optional<std::string>> &planned() const { return files; }

  /// What differs from the disk.
  Result<changeset::Changeset> changes() const;

private:
  std::string rootPath;
  std::map<std::string, std::optional<std::string>> files;
  std::map<std::string, std::string> movedFrom;
  mutable std::mutex lock;                          // of `cache`
  mutable std::map<std::string, std::string> cache; // of the disk
};

} // namespace levitate::workspace
