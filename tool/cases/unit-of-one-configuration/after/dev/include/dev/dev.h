#pragma once

namespace dev {

int count();
int timer();

} // namespace dev
