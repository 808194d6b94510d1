#pragma once
namespace io {
int other();
} // namespace io
