#include "levitate/utils/spinlock.hpp"

#include <catch2/catch_test_macros.hpp>
#include <thread>
#include <vector>

using levitate::utils::Spinlock;

TEST_CASE("increments from several threads are all counted") {
  Spinlock<long> counter(0);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < 2000; ++n)
        ++*counter.lock();
    });
  for (auto &thread : threads)
    thread.join();
  CHECK(*counter.lock() == 8000);
}
TEST_CASE("try_lock does not wait, and the guard gives the lock back") {
  Spinlock<int> value(7);
  {
    auto guard = value.lock();
    CHECK_FALSE(value.try_lock().has_value());
    *guard = 8;
  }
  auto again = value.try_lock();
  REQUIRE(again.has_value());
  CHECK(**again == 8);
}
