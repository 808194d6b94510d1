#include "verify/layers/arena.h"

#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <string>
#include <thread>

using namespace levitate::layers;

TEST_CASE("an arena's pieces are aligned, large or small, and do not overlap") {
  Arena arena;
  std::vector<std::pair<std::byte *, std::size_t>> pieces;
  for (std::size_t i = 0; i < 3000; ++i) {
    const std::size_t size = i % 500 == 7 ? 5'000'000 : i * 37 % 3000, alignment = 1u << i % 7;
    std::byte *const piece = arena.allocate(size, alignment);
    REQUIRE(reinterpret_cast<std::uintptr_t>(piece) % alignment == 0);
    std::memset(piece, static_cast<int>(i % 251), size);
    pieces.emplace_back(piece, size);
  }
  std::size_t spoilt = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i)
    for (std::size_t k = 0; k < pieces[i].second; ++k)
      spoilt += pieces[i].first[k] != std::byte(i % 251);
  CHECK(spoilt == 0);
}

TEST_CASE("two arenas in two threads keep apart") {
  Arena one, other;
  std::vector<std::string_view> kept[2];
  std::thread threads[2];
  for (int t = 0; t < 2; ++t)
    threads[t] = std::thread([&, t] {
      for (int i = 0; i < 5000; ++i)
        kept[t].push_back((i % 3 ? one : other).copy(std::to_string(i * 2 + t)));
    });
  for (std::thread &thread : threads)
    thread.join();
  std::size_t wrong = 0;
  for (int t = 0; t < 2; ++t)
    for (int i = 0; i < 5000; ++i)
      wrong += kept[t][std::size_t(i)] != std::to_string(i * 2 + t);
  CHECK(wrong == 0);
}
