#pragma once

namespace plat {

int close(int file);

} // namespace plat
