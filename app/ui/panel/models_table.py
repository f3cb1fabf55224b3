"""The table of models: one stop for Tab, arrows inside, Space or Enter ticks or sets the star."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from app.ui.panel.choice import Offer
from app.ui.panel.models_list import MARKS, Column, FoundModels, ModelsList
from app.ui.panel.models_paint import Cells, Head, head_width, name_width, row_height, row_heights, text_width
from app.ui.style.ring_radius import set_ring_radius
from app.ui.style.sheet import dress
from app.words.speech import Speech

_ROWS = 6
"""So many rows it shows at least."""
_LEAST, _MOST_AIR = 56, 24
_USUAL_NAME = "Claude Sonnet 4.5"
"""What fits in the first column where there is room; longer names wrap."""

_PRESSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ModelsTable(QTableView):
    """`measured`: its letters have another size now, and it wants another width."""

    measured = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self.models = ModelsList(speech, self)
        self.found = FoundModels(self.models)
        self.setHorizontalHeader(Head(self))
        self.setModel(self.found)
        self.setItemDelegate(Cells(self.found, self))
        self.setAccessibleName(speech.say("Models"))
        self._needs: dict[Column, int] = {}
        self._longest_word = 0
        self._behave()
        self._measure()
        self.clicked.connect(self._click)
        self.found.layoutChanged.connect(self._fit_rows)
        self.found.modelReset.connect(self._fit_rows)

    def _behave(self) -> None:
        dress(self)
        set_ring_radius(self, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def tell(self, rows: Sequence[Offer], *, free: bool) -> None:
        """The cell where the person is, and what is scrolled to, stay."""
        at, scrolled = self._place(), self.verticalScrollBar().value()
        fresh = [r.id for r in rows] != [r.id for r in self.models.rows]
        self.models.tell(rows, free=free)
        if fresh:
            self._measure()
            self._fit_columns()
            self._return_to(at)
            self.verticalScrollBar().setValue(scrolled)

    def search(self, text: str) -> None:
        self.found.search(text)
        self._fit_rows()

    def least_width(self) -> int:
        """Below that, it is better to stand alone."""
        return sum(self._needs.values()) + name_width([_USUAL_NAME]) + self.verticalScrollBar().sizeHint().width()

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.horizontalHeader().sizeHint().height() + row_height() * _ROWS)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in _PRESSES and index.isValid():
            column = Column(index.column())
            self.models.wish(self.found.offer(index).id, column if column in MARKS else Column.SHOWN)
            return
        super().keyPressEvent(event)

    def _click(self, index: QModelIndex) -> None:
        if index.column() in MARKS:
            self.models.wish(self.found.offer(index).id, Column(index.column()))

    def _place(self) -> tuple[str, int] | None:
        index = self.currentIndex()
        return (self.found.offer(index).id, index.column()) if index.isValid() else None

    def _return_to(self, place: tuple[str, int] | None) -> None:
        if place is None:
            return
        for row in range(self.found.rowCount()):
            if self.found.offer(self.found.index(row, 0)).id == place[0]:
                self.setCurrentIndex(self.found.index(row, place[1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()
            self._measure()
            self._fit_columns()
            self.measured.emit()

    def _measure(self) -> None:
        """What each column needs for its head and every text in it; once for each list and letter size."""
        self._needs = {}
        for column in (c for c in Column if c is not Column.NAME):
            rows = range(len(self.models.rows)) if column not in MARKS else ()
            texts = {str(self.models.index(n, column).data()) for n in rows}
            head = head_width(str(self.models.headerData(column, Qt.Orientation.Horizontal)))
            self._needs[column] = max(_LEAST, head, text_width(texts))
        self._longest_word = name_width({word for row in self.models.rows for word in row.name.split()})

    def _fit_columns(self) -> None:
        widths, head = dict(self._needs), self.horizontalHeader()
        rest = self.viewport().width() - sum(widths.values())
        air = min(_MOST_AIR, max(0, rest - name_width([_USUAL_NAME])) // (2 * len(widths)))
        widths = {column: width + air for column, width in widths.items()}
        widths[Column.NAME] = max(rest - air * len(widths), self._longest_word)
        for column, width in widths.items():
            if head.sectionSize(column) != width:
                head.resizeSection(column, width)
        self._fit_rows()

    def _fit_rows(self) -> None:
        """A name that is too long for its column takes a second line."""
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(row_height())
        names = [self.found.offer(self.found.index(n, 0)).name for n in range(self.found.rowCount())]
        for number, height in enumerate(row_heights(names, self.columnWidth(Column.NAME))):
            if rows.sectionSize(number) != height:
                rows.resizeSection(number, height)
