#pragma once

namespace a {
namespace b {

struct Engine {
  int speed = 0;
};

} // namespace b
} // namespace a

namespace a::b {

void start(Engine &engine);
int rest();

} // namespace a::b

namespace a {
namespace b {
void stop(Engine &engine);
} // namespace b
} // namespace a
