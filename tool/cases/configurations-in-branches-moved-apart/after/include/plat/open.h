#pragma once

namespace plat {

int open(int path);

} // namespace plat
