// The yardstick of the benchmark: opens and reads every file below a folder once, on as many
// threads as asked for, and does nothing with what it read.
#include "base/files.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <thread>
#include <unistd.h>
#include <vector>

int main(int argc, char **argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s FOLDER [THREADS]\n", argv[0]);
    return 2;
  }
  const auto start = std::chrono::steady_clock::now();
  const auto files = levitate::listFiles(argv[1]);
  if (!files) {
    std::fprintf(stderr, "%s\n", files.error().text().c_str());
    return 4;
  }
  const unsigned threads = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1;
  std::atomic<std::size_t> next = 0, bytes = 0;
  const auto work = [&] {
    std::vector<char> buffer(1 << 20);
    for (std::size_t i = next++; i < files->size(); i = next++) {
      const int file = ::open((std::string(argv[1]) + "/" + (*files)[i]).c_str(), O_RDONLY);
      if (file < 0)
        continue;
      ssize_t got = 0;
      while ((got = ::read(file, buffer.data(), buffer.size())) > 0)
        bytes += static_cast<std::size_t>(got);
      ::close(file);
    }
  };
  std::vector<std::thread> pool;
  for (unsigned i = 1; i < threads; ++i)
    pool.emplace_back(work);
  work();
  for (std::thread &thread : pool)
    thread.join();
  std::printf(
      "%zu files, %zu bytes, %.1f ms\n", files->size(), bytes.load(),
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  return 0;
}
