#pragma once
namespace lib { struct Map { int n = 3; }; }
