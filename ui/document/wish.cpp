#include "ui/document/wish.h"

#include <algorithm>
#include <vector>

namespace ffn::ui {

std::function<Request(const Opened& last, UnknownFile& unknown)> recipe(const Wish& wish) {
    std::vector<Wish::Change> changes;
    const Wish* w = &wish;
    for (; !w->request; w = w->from.get())
        changes.push_back(w->change);
    std::ranges::reverse(changes);
    return [known = *w->request, changes = std::move(changes)](const Opened& last, UnknownFile& unknown) {
        Request request = known;
        for (const Wish::Change& change : changes)
            request = change(std::move(request), last, unknown);
        return request;
    };
}

Wish::Kind workOf(const Wish& wish) {
    for (const Wish* w = &wish; !w->request; w = w->from.get())
        if (w->kind == Wish::Kind::Files) return Wish::Kind::Files;
    return wish.request ? Wish::Kind::Other : wish.kind;
}

} // namespace ffn::ui
