#include "tool/cmake/tree_test.h"

using namespace levitate;
using namespace levitate::cmake;

namespace {

const std::string Head = "cmake_minimum_required(VERSION 3.23)\nproject(T CXX)\n";

// The shape of the main job: a low layer that links what lies above it.
Tree layers() {
  return Tree({{"CMakeLists.txt", Head + "foreach(FOLDER utils hal drivers virtio)\n"
                                         "  add_subdirectory(${FOLDER})\nendforeach()\n"},
               {"utils/CMakeLists.txt", "add_library(utils INTERFACE)\n"},
               {"hal/CMakeLists.txt", "# CPU and platform.\n"
                                      "add_library(hal STATIC src/uart.cpp src/virtio.cpp)\n"
                                      "target_include_directories(hal PUBLIC include)\n"
                                      "target_link_libraries(hal PUBLIC utils drivers virtio)\n"},
               {"hal/src/uart.cpp", ""},
               {"hal/src/virtio.cpp", ""},
               {"drivers/CMakeLists.txt", "add_library(drivers INTERFACE)\n"
                                          "target_link_libraries(drivers INTERFACE utils)\n"},
               {"virtio/CMakeLists.txt", "add_library(virtio STATIC src/bus.cpp)\n"
                                         "target_include_directories(virtio PUBLIC include)\n"
                                         "\n# The end.\n"},
               {"virtio/src/bus.cpp", ""}});
}

} // namespace

TEST_CASE("the main job: edges turn round and a source changes its library") {
  const Tree tree = layers();
  Editor editor = tree.editor();
  CHECK_FALSE(cycle(editor.edgesAfter()));
  REQUIRE_FALSE(editor.link("virtio", {"hal", "drivers"}).refused());
  CHECK(cycle(editor.edgesAfter()) == std::vector<std::string>{"hal", "virtio", "hal"});
  REQUIRE_FALSE(editor.unlink("hal", {"virtio", "drivers"}).refused());
  CHECK_FALSE(cycle(editor.edgesAfter()));
  REQUIRE_FALSE(editor.deleteFile(tree.path("hal/src/virtio.cpp")).refused());
  REQUIRE_FALSE(editor.addSource("virtio", tree.path("virtio/src/hal_impl.cpp")).refused());
  CHECK(editor.problems().empty());

  CHECK(tree.after(editor, "hal/CMakeLists.txt") ==
        "# CPU and platform.\n"
        "add_library(hal STATIC src/uart.cpp)\n"
        "target_include_directories(hal PUBLIC include)\n"
        "target_link_libraries(hal PUBLIC utils)\n");
  CHECK(tree.after(editor, "virtio/CMakeLists.txt") ==
        "add_library(virtio STATIC src/bus.cpp src/hal_impl.cpp)\n"
        "target_include_directories(virtio PUBLIC include)\n"
        "target_link_libraries(virtio PUBLIC hal drivers)\n"
        "\n# The end.\n");

  // What CMake makes of it is what was promised.
  tree.write("virtio/src/hal_impl.cpp", "");
  tree.apply(editor);
  const Model after = tree.model();
  CHECK(after.find("hal")->links.size() == 1);
  CHECK(after.find("virtio")->links.size() == 2);
  CHECK(after.find("virtio")->links[1].scope == Scope::Public);
  CHECK(editor.sources("virtio") == tree.editor({after}).sources("virtio"));
}
