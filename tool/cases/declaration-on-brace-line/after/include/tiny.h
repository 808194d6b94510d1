#pragma once

namespace tiny { struct A { int a = 1; }; }
