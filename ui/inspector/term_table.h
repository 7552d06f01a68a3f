#pragma once

#include <QTableView>

namespace ffn::ui {

/// The table of a TermModel: as high as its rows, numbers never cut short, bars in the room that is left.
class TermTable : public QTableView {
    Q_OBJECT
  public:
    explicit TermTable(QWidget* parent = nullptr);
    /// After new contents or another font.
    void fit();

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fitColumns();
};

} // namespace ffn::ui
