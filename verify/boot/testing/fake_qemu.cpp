// A QEMU that misbehaves: for what the real one can't be asked to do. The way is the value of
// -machine: "no-greeting" says nothing, "no-qmp" greets and closes its monitor but goes on running,
// "refuses" ends with a message.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unistd.h>

int main(int argc, char **argv) {
  std::string mode;
  int monitor = -1;
  for (int i = 1; i + 1 < argc; ++i) {
    if (std::strcmp(argv[i], "-machine") == 0)
      mode = argv[i + 1];
    const char *option = std::strstr(argv[i + 1], "id=levitate-qmp,fd=");
    if (option)
      monitor = std::atoi(std::strchr(option, ',') + 4);
  }
  if (mode == "refuses") {
    std::fputs("fake-qemu: -machine refuses: unsupported machine type\n", stderr);
    return 1;
  }
  const std::string greeting =
      "{\"QMP\": {\"version\": {\"qemu\": {\"major\": 0, \"minor\": 0, \"micro\": 0}}}}\n";
  if (mode == "no-qmp") {
    [[maybe_unused]] const ssize_t ignored = ::write(monitor, greeting.data(), greeting.size());
    ::close(monitor);
  }
  ::pause();
}
