#pragma once
namespace old { int twice(int value); }
