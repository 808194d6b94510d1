#include "verify/equivalence/unit.h"

#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/BLAKE3.h>
#include <llvm/Support/Compression.h>
#include <llvm/Support/Error.h>

#include <cstring>

namespace levitate::equivalence {

std::string Hash::hex() const { return llvm::toHex(llvm::ArrayRef(bytes), /*LowerCase=*/true); }

Hash hashOf(std::string_view text) {
  llvm::BLAKE3 hasher;
  hasher.update(llvm::StringRef(text));
  const llvm::BLAKE3Result<32> result = hasher.final();
  Hash hash;
  std::copy(result.begin(), result.end(), hash.bytes.begin());
  return hash;
}

PackedText::PackedText(std::string_view text) : bytes(text), size(text.size()) {
  constexpr std::size_t worthwhile = 200;
  if (size < worthwhile || !llvm::compression::zlib::isAvailable())
    return;
  llvm::SmallVector<std::uint8_t, 0> packed;
  llvm::compression::zlib::compress(llvm::arrayRefFromStringRef(llvm::StringRef(text)), packed,
                                    llvm::compression::zlib::BestSpeedCompression);
  if (packed.size() < size) {
    bytes.assign(packed.begin(), packed.end());
    isPacked = true;
  }
}

std::string PackedText::text() const {
  if (!isPacked)
    return bytes;
  llvm::SmallVector<std::uint8_t, 0> text;
  if (llvm::Error error = llvm::compression::zlib::decompress(
          llvm::arrayRefFromStringRef(llvm::StringRef(bytes)), text, size)) {
    llvm::consumeError(std::move(error));
    return {};
  }
  return std::string(text.begin(), text.end());
}

std::size_t TextStore::Hasher::operator()(const Hash &hash) const {
  std::size_t value = 0;
  std::memcpy(&value, hash.bytes.data(), sizeof value);
  return value;
}

Hash TextStore::add(std::string_view text) {
  const Hash hash = hashOf(text);
  {
    const std::lock_guard lock(mutex);
    if (texts.contains(hash))
      return hash;
  }
  PackedText stored(text);
  const std::lock_guard lock(mutex);
  texts.try_emplace(hash, std::move(stored));
  return hash;
}

std::string TextStore::text(const Hash &hash) const {
  const std::lock_guard lock(mutex);
  const auto found = texts.find(hash);
  if (found == texts.end())
    return {};
  return found->second.text();
}

namespace {
constexpr std::size_t mentionDigits = 32;
}

std::string TextStore::mention(std::string_view key, std::string_view name) {
  std::string digits = hashOf(key).hex().substr(0, mentionDigits);
  std::string text = "@#" + digits;
  const std::lock_guard lock(mutex);
  mentions.try_emplace(std::move(digits), name);
  return text;
}

std::string TextStore::readable(std::string_view line) const {
  const std::lock_guard lock(mutex);
  std::string result;
  for (std::size_t at = 0; at < line.size();) {
    const auto found = line.substr(at, 2) == "@#"
                           ? mentions.find(std::string(line.substr(at + 2, mentionDigits)))
                           : mentions.end();
    if (found == mentions.end()) {
      result += line[at++];
    } else {
      result += "@'" + found->second + "'";
      at += 2 + mentionDigits;
    }
  }
  return result;
}

} // namespace levitate::equivalence
