#include "verify/boot/image.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::boot;

TEST_CASE("kinds of images are told by their headers") {
  std::string elf(64, '\0');
  elf.replace(0, 6,
              std::string("\x7f"
                          "ELF\x02\x01",
                          6));
  elf[18] = static_cast<char>(183);
  CHECK(identifyImage(elf).architecture == "aarch64");
  elf[18] = 62;
  CHECK(identifyImage(elf).architecture == "x86_64");
  std::string arm(64, '\0');
  arm.replace(56, 4, "ARM\x64");
  CHECK(identifyImage(arm).format == "arm64-image");
  CHECK(identifyImage("text").format == "unknown");
  CHECK(identifyImage("").format == "unknown");
}

TEST_CASE("a 32-bit x86 image runs on a 64-bit machine, an Arm one does not") {
  CHECK(runsOn({"elf", "i386"}, "x86_64"));
  CHECK_FALSE(runsOn({"elf", "aarch64"}, "x86_64"));
  CHECK(runsOn({"unknown", ""}, "riscv64"));
}

TEST_CASE("symbols come from a System.map, and only functions have names") {
  const Symbols symbols = Symbols::read("ffff800010080000 T start\nffff800010080100 t _ZN1a1fEi\n"
                                        "ffff800010090000 d data\n");
  CHECK(symbols.nameOf(0xffff800010080004) == "start+0x4");
  CHECK(symbols.nameOf(0xffff800010080110) == "a::f(int)+0x10");
  CHECK(symbols.nameOf(0x10).empty());
}

TEST_CASE("a broken ELF file has no symbols and does no harm") {
  std::string elf(64, '\xff');
  elf.replace(0, 6,
              std::string("\x7f"
                          "ELF\x02\x01",
                          6));
  elf[60] = 4;
  elf[61] = 0;
  CHECK(Symbols::read(elf).empty());
}

TEST_CASE("names that the runtime can't read keep their source names") {
  CHECK(demangled("_ZN1a1fEv") == "a::f()");
  CHECK(demangled("_ZN14virtio_drivers9VirtQueueIN8levitate3hal9VirtioHalELt16ELt2EE6notifyITkNS_"
                  "9TransportENS_18BasicMmioTransportINS_15MappedRegistersEEEEEvRT_") ==
        "virtio_drivers::VirtQueue<...>::notify<...>");
  for (const char *broken :
       {"_ZN", "_ZN9", "_ZN3ab", "_ZNI", "_ZNS", "_ZNL", "_ZN99999999999999999999a"})
    CHECK(demangled(broken) == broken);
}

TEST_CASE("no beginning of a file is mistaken for a whole kernel, and none does harm") {
  CHECK(imageProblem("", 0) == "is empty");
  CHECK(imageProblem("MZ", 2).empty());
  std::string elf(64, '\0');
  elf.replace(0, 6,
              std::string("\x7f"
                          "ELF\x02\x01",
                          6));
  CHECK(imageProblem(elf, 64).empty());
  CHECK(imageProblem(elf.substr(0, 20), 20) == "is cut off: it has 20 bytes and needs 64");
  for (std::size_t at = 6; at < elf.size(); ++at) { // whatever the header says
    std::string broken = elf;
    broken[at] = '\xff';
    CHECK_NOTHROW(imageProblem(broken, 64));
  }
}
