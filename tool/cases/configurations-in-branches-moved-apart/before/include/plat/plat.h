#pragma once

namespace plat {

int open(int path);
int close(int file);

} // namespace plat
