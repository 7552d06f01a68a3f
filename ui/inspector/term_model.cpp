#include "ui/inspector/term_model.h"

#include "ui/panels/bar_delegate.h"
#include "ui/panels/number_label.h"
#include "ui/strip/stage_names.h"

#include <QFont>

#include <algorithm>
#include <cmath>

namespace ffn::ui {

void TermModel::setProvenance(std::optional<Provenance> provenance) {
    beginResetModel();
    m_provenance = std::move(provenance);
    m_largest = 0;
    if (m_provenance) {
        m_largest = std::isfinite(m_provenance->sum) ? std::abs(m_provenance->sum) : 0;
        for (const Term& term : m_provenance->terms)
            if (std::isfinite(term.value)) m_largest = std::max(m_largest, std::abs(term.value));
    }
    endResetModel();
}

const Term* TermModel::termAt(int row) const {
    if (!m_provenance || row < 0 || row >= int(m_provenance->terms.size())) return nullptr;
    return &m_provenance->terms[std::size_t(row)];
}

bool TermModel::leadsSomewhere(int row) const {
    const Term* term = termAt(row);
    return term && term->stage && term->unit >= 0;
}

int TermModel::rowCount(const QModelIndex& parent) const {
    if (parent.isValid() || !m_provenance || m_provenance->terms.empty()) return 0;
    return int(m_provenance->terms.size()) + 1;
}

int TermModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(kColumns);
}

QString TermModel::what(const Term& term) const {
    switch (term.kind) {
    case Term::Kind::Bias:
        return tr("bias");
    case Term::Kind::Rest:
        return m_provenance->terms.front().kind == Term::Kind::Rest
                   ? tr("sum of %n terms", nullptr, int(m_provenance->rest_terms))
                   : tr("… and %n others", nullptr, int(m_provenance->rest_terms));
    case Term::Kind::Product:
    case Term::Kind::Addend:
        break;
    }
    return term.stage ? cellTitle(*term.stage, term.unit) : tr("term");
}

QString TermModel::text(const Term& term, int column) const {
    const bool product = term.kind == Term::Kind::Product;
    switch (column) {
    case What:
        return what(term);
    case Factor:
        return product ? numberLabel(term.factor) : QString();
    case Weight:
        return product ? QString("× %1").arg(numberLabel(term.weight)) : QString();
    default:
        return numberLabel(term.value);
    }
}

QVariant TermModel::totalText(int column) const {
    if (column == What) return tr("total");
    return column == Value ? QVariant(numberLabel(m_provenance->sum)) : QVariant();
}

QVariant TermModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Term* term = termAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return term ? text(*term, index.column()) : totalText(index.column());
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() == What ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::ToolTipRole:
        if (leadsSomewhere(index.row()))
            return tr("Go to %1").arg(what(*term)) + '\n' + stageCodeNote(*term->stage);
        return {};
    case Qt::FontRole:
        if (!term) {
            QFont bold;
            bold.setBold(true);
            return bold;
        }
        return {};
    case kBarRole:
        if (index.column() != Value || m_largest == 0) return {};
        return (term ? term->value : m_provenance->sum) / m_largest;
    case kBarSignedRole:
        return true;
    default:
        return {};
    }
}

QVariant TermModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == What ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case What:
        return tr("what");
    case Factor:
        return tr("factor");
    case Weight:
        return tr("weight");
    default:
        return tr("= value");
    }
}

void TermModel::retranslate() {
    if (rowCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
    emit headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
}

} // namespace ffn::ui
