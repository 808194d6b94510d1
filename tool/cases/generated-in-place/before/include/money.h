#pragma once
namespace shop { inline int tax(int cents) { return cents / 5; } }
