// Builds flattened device trees for tests, byte by byte.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

class DeviceTreeBuilder {
  std::vector<std::byte> structure_;
  std::string strings_;

  static void big(std::vector<std::byte> &to, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
      to.push_back(static_cast<std::byte>(value >> shift & 0xFF));
  }
  void raw(std::string_view text) {
    for (const char c : text)
      structure_.push_back(static_cast<std::byte>(c));
    while (structure_.size() % 4 != 0)
      structure_.push_back(std::byte{0});
  }

public:
  DeviceTreeBuilder &begin(std::string_view name) {
    token(1);
    raw(std::string(name) + '\0');
    return *this;
  }
  DeviceTreeBuilder &end() { return token(2); }
  DeviceTreeBuilder &token(std::uint32_t value) {
    big(structure_, value);
    return *this;
  }
  DeviceTreeBuilder &text(std::string_view name, std::string_view value) {
    return bytes(name, std::string(value) + '\0');
  }
  DeviceTreeBuilder &bytes(std::string_view name, std::string_view value) {
    token(3)
        .token(static_cast<std::uint32_t>(value.size()))
        .token(static_cast<std::uint32_t>(strings_.size()));
    strings_ += std::string(name) + '\0';
    raw(value);
    return *this;
  }
  DeviceTreeBuilder &cells(std::string_view name, std::initializer_list<std::uint32_t> values) {
    token(3)
        .token(static_cast<std::uint32_t>(values.size() * 4))
        .token(static_cast<std::uint32_t>(strings_.size()));
    strings_ += std::string(name) + '\0';
    for (const std::uint32_t value : values)
      token(value);
    return *this;
  }
  /// The blob: header, empty reservation block, structure, strings.
  std::vector<std::byte> build() {
    token(9);
    constexpr std::uint32_t structure_at = 40 + 16;
    const auto strings_at = static_cast<std::uint32_t>(structure_at + structure_.size());
    std::vector<std::byte> blob;
    big(blob, 0xD00DFEED);
    big(blob, static_cast<std::uint32_t>(strings_at + strings_.size()));
    big(blob, structure_at);
    big(blob, strings_at);
    big(blob, 40);
    big(blob, 17);
    big(blob, 16);
    big(blob, 0);
    big(blob, static_cast<std::uint32_t>(strings_.size()));
    big(blob, static_cast<std::uint32_t>(structure_.size()));
    blob.resize(structure_at);
    blob.insert(blob.end(), structure_.begin(), structure_.end());
    for (const char c : strings_)
      blob.push_back(static_cast<std::byte>(c));
    return blob;
  }
};
