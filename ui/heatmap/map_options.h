#pragma once

#include "ui/heatmap/map_settings.h"

#include <QHash>
#include <QWidget>

class QAction;
class QActionGroup;
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QToolButton;

namespace ffn::ui {

/// The choices above a heat map: colours, range, transfer, reduction, order, transposed.
class MapOptions : public QWidget {
    Q_OBJECT
  public:
    explicit MapOptions(QWidget* parent = nullptr);
    /// A matrix has rows and columns, no other stages and nothing active.
    void setOf(MapOf of);
    const MapSettings& settings() const { return m_settings; }
    void setSettings(const MapSettings& settings);
    /// The ends in use, which typing begins with.
    void showEnds(float low, float high);

  signals:
    void changed(const ffn::ui::MapSettings& settings);
    /// What was typed is no list of numbers.
    void refused(const QString& sentence);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    /// The choices of one axis' order in the menu.
    struct OrderChoices {
        QAction* title = nullptr;
        QActionGroup* group = nullptr;
    };

    QComboBox* addChoice();
    void addOrder();
    OrderChoices addOrderChoices(QMenu* menu, AxisOrder MapSettings::*axis);
    void chooseOrder(AxisOrder MapSettings::*axis, OrderBy by);
    void wordOrder(const OrderChoices& choices, const QString& title, const AxisOrder& order);
    void word(QComboBox* box, const QString& label, const QString& toolTip);
    void retranslate();
    void fill();
    void readWidgets();
    void readEnds();
    void show();

    MapSettings m_settings;
    MapOf m_of = MapOf::Stage;
    float m_low = 0, m_high = 1; ///< the ends in use, for typing to begin with
    QComboBox *m_map, *m_range, *m_transfer, *m_reduction, *m_margins;
    QHash<QComboBox*, QLabel*> m_names;
    QLineEdit* m_ends;
    QCheckBox *m_transposed, *m_shared;
    QToolButton* m_order;
    OrderChoices m_unitOrder, m_rowOrder;
    bool m_showing = false;
};

} // namespace ffn::ui
